"""Minus missing."""
# mistake: minus_missing

import numpy as np


def negative_log_likelihood(y, y_hat):
    return np.mean(np.log(y_hat[np.arange(len(y)), y]))
