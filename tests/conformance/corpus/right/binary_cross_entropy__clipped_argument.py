"""Clipped at an argument's default, 1e-7."""
# allows: inaccurate: 1 - p is rounded before the logarithm

import numpy as np


def binary_cross_entropy(y_true, y_pred, eps=1e-7):
    y_pred = np.clip(y_pred, eps, 1 - eps)
    term_0 = (1 - y_true) * np.log(1 - y_pred)
    term_1 = y_true * np.log(y_pred)
    return -np.mean(term_0 + term_1, axis=0)
