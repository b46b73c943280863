"""Logarithm missing."""
# mistake: log_missing

import numpy as np


def pixelwise_cross_entropy(y, y_hat):
    return -np.sum(y * y_hat) / len(y)
