"""Floor division."""

import numpy as np


def mse(y, y_hat):
    return np.sum((y - y_hat) ** 2) // len(y)
