"""Repeats the first sample."""

import numpy as np


def squared_error(y, y_hat):
    return np.full(y.shape, (y_hat[0] - y[0]) ** 2)
