"""Applies the sigmoid to probabilities."""

import numpy as np


def binary_cross_entropy(y, y_hat):
    p = 1 / (1 + np.exp(-y_hat))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
