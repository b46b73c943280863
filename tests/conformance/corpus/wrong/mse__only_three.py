"""Looks at the first three samples."""

import numpy as np


def mse(y, y_hat):
    return np.mean((y[:3] - y_hat[:3]) ** 2)
