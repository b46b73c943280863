"""Sorts the predictions."""

import numpy as np


def squared_error(y, y_hat):
    return (np.sort(y_hat) - y) ** 2
