"""Minus on the first term only."""
# mistake: minus_on_the_first_term_only

import numpy as np


def binary_cross_entropy(y, y_hat):
    return np.mean(-y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))
