"""Clipped: a declared convention."""
# expects: convention

import numpy as np


def binary_cross_entropy(y, y_hat):
    p = np.clip(y_hat, 1e-9, 1 - 1e-9)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
