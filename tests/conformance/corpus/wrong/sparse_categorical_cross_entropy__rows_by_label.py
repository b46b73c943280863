"""Indexes rows by the label."""

import numpy as np


def sparse_categorical_cross_entropy(y, y_hat):
    return -np.sum(np.log(y_hat[y % len(y_hat), np.arange(len(y)) % y_hat.shape[1]]))
