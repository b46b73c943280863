"""The squared hinge."""

import numpy as np


def hinge(y, y_hat):
    return np.mean(np.maximum(0, 1 - y * y_hat) ** 2)
