"""Sums over all classes."""
# mistake: labels_ignored

import numpy as np


def categorical_cross_entropy(y, y_hat):
    return -np.sum(np.log(y_hat))
