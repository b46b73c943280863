"""Squared norm over n."""

import numpy as np


def mse(y, y_hat):
    return np.linalg.norm(y - y_hat) ** 2 / len(y)
