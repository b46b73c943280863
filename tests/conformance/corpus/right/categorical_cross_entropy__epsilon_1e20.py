"""A far smaller epsilon inside."""

import numpy as np


def categorical_cross_entropy(y, y_hat):
    return -np.sum(y * np.log(y_hat + 1e-20))
