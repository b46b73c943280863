"""Divided by n - 1."""
# mistake: divided_by_n_minus_one

import numpy as np


def mse(y, y_hat):
    return np.sum((y - y_hat) ** 2) / (len(y) - 1)
