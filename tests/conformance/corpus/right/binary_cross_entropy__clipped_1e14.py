"""Clipped at a constant of its own."""
# allows: inaccurate: 1 - p is rounded before the logarithm

import numpy as np


def binary_cross_entropy(y, y_hat):
    p = np.clip(y_hat, 1e-14, 1 - 1e-14)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
