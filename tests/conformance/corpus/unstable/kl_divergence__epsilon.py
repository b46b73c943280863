"""Epsilon inside: a declared convention."""
# expects: convention

import numpy as np


def kl_divergence(y, y_hat):
    return np.sum(y * np.log(y / (y_hat + 1e-10)))
