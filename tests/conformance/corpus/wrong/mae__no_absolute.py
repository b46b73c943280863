"""Absolute value missing."""
# mistake: absolute_value_missing

import numpy as np


def mae(y, y_hat):
    return np.mean(y - y_hat)
