"""A number of hits."""
# mistake: not_divided

import numpy as np


def accuracy(y, y_hat):
    return np.sum(y == y_hat)
