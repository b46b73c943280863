"""Sigmoid on the output."""
# mistake: sigmoid_output

import numpy as np


def regression_head(y, z):
    return np.mean((y - 1 / (1 + np.exp(-z))) ** 2)
