"""y**2 - 2*y*p + p**2 cancels."""

import numpy as np


def mse(y, y_hat):
    return np.mean(y**2 - 2 * y * y_hat + y_hat**2)
