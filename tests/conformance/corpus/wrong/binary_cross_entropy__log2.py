"""Bits."""
# mistake: log_base_2

import numpy as np


def binary_cross_entropy(y, y_hat):
    return -np.mean(y * np.log2(y_hat) + (1 - y) * np.log2(1 - y_hat))
