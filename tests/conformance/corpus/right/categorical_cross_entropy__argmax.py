"""argmax of the one-hot rows."""

import numpy as np


def categorical_cross_entropy(y, y_hat):
    return -np.sum(np.log(y_hat[np.arange(len(y)), y.argmax(axis=1)]))
