"""Adds the binary term."""
# mistake: other_classes_added

import numpy as np


def categorical_cross_entropy(y, y_hat):
    return -np.sum(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))
