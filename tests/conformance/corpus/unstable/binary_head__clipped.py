"""Sigmoid, clip, logarithm: a declared convention."""
# expects: convention

import numpy as np


def binary_head(y, z):
    p = np.clip(1 / (1 + np.exp(-z)), 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
