"""Logarithm of a negative input on the way."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-np.exp(np.log(z))))
