"""Divides by all samples."""
# mistake: divided_by_all

import numpy as np


def precision(y, y_hat):
    return np.sum(y * y_hat) / len(y)
