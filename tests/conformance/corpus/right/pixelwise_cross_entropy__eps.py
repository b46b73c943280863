"""Epsilon inside."""

import numpy as np


def pixelwise_cross_entropy(y, y_hat, eps=1e-8):
    return -np.mean(np.sum(y * np.log(y_hat + eps), axis=1))
