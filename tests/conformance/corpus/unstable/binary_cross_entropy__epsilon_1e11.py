"""An epsilon that is not among the usual ones."""
# expects: convention

import numpy as np


def binary_cross_entropy(y, y_hat):
    eps = 1e-11
    return -np.mean(y * np.log(y_hat + eps) + (1 - y) * np.log(1 - y_hat + eps))
