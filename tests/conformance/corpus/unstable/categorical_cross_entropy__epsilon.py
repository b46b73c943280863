"""Epsilon inside: a declared convention."""
# expects: convention

import numpy as np


def categorical_cross_entropy(y, y_hat):
    return -np.sum(y * np.log(y_hat + 1e-12))
