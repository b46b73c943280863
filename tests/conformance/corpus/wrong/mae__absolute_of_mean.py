"""Absolute value outside."""
# mistake: absolute_value_of_the_mean

import numpy as np


def mae(y, y_hat):
    return abs(np.mean(y - y_hat))
