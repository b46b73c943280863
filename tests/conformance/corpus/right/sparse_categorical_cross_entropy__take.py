"""take_along_axis."""

import numpy as np


def sparse_categorical_cross_entropy(y, y_hat):
    return -np.log(np.take_along_axis(y_hat, y[:, None], 1)).sum()
