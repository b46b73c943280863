"""Divides by the number of classes."""
# mistake: mean_over_the_classes

import numpy as np


def pixelwise_cross_entropy(y, y_hat):
    return -np.sum(y * np.log(y_hat)) / y.shape[1]
