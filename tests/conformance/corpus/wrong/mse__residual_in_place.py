"""Overwrites the target."""

import numpy as np


def mse(y, y_hat):
    y -= y_hat
    return np.mean(y**2)
