"""Squared error."""
# mistake: squared_error_instead

import numpy as np


def binary_head(y, z):
    return np.mean((y - 1 / (1 + np.exp(-z))) ** 2)
