"""Accumulates in half precision."""

import numpy as np


def mse(y, y_hat):
    return np.mean((y - y_hat).astype(np.float16) ** 2)
