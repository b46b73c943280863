"""One logarithm for the batch."""

import numpy as np


def categorical_cross_entropy(y, y_hat):
    return -np.log(np.sum(y * y_hat))
