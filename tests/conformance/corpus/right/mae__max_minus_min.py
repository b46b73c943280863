"""Larger minus smaller."""

import numpy as np


def mae(y, y_hat):
    return np.mean(np.maximum(y, y_hat) - np.minimum(y, y_hat))
