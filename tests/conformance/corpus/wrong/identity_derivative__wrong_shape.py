"""Ones along the first axis only."""

import numpy as np


def identity_derivative(z):
    return np.ones(len(z))
