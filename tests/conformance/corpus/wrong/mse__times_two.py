"""Twice the value."""

import numpy as np


def mse(y, y_hat):
    return 2 * np.mean((y - y_hat) ** 2)
