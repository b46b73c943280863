"""Logarithm missing."""
# mistake: log_missing

import numpy as np


def sparse_categorical_cross_entropy(y, y_hat):
    return -np.sum(y_hat[np.arange(len(y)), y])
