"""Absolute instead of square."""
# mistake: absolute_instead_of_square

import numpy as np


def mse(y, y_hat):
    return np.mean(np.abs(y - y_hat))
