"""log1p(-p)."""

import numpy as np


def binary_cross_entropy(y, y_hat):
    return -np.mean(np.where(y == 1, np.log(y_hat), np.log1p(-y_hat)))
