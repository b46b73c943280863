"""Epsilon inside: a declared convention."""
# expects: convention

import numpy as np


def negative_log_likelihood(y, y_hat):
    return -np.mean(np.log(y_hat[np.arange(len(y)), y] + 1e-10))
