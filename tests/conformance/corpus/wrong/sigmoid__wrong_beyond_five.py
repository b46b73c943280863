"""Saturates by hand beyond five."""

import numpy as np


def sigmoid(z):
    s = 1 / (1 + np.exp(-z))
    return np.where(z > 5, 1.0, np.where(z < -5, 0.0, s))
