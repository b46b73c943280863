"""A 0-d array."""

import numpy as np


def mse(y, y_hat):
    return np.array(np.mean((y - y_hat) ** 2))
