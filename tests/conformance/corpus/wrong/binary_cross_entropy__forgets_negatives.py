"""Forgets (1 - y)."""
# mistake: second_term_missing

import numpy as np


def binary_cross_entropy(y, y_hat):
    return -np.mean(y * np.log(y_hat))
