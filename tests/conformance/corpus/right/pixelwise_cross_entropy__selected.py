"""The true class of each pixel."""

import numpy as np


def pixelwise_cross_entropy(y, y_hat):
    return -np.log(y_hat[y.astype(bool)]).sum() / y.shape[0]
