"""Saturates by hand beyond twenty."""

import numpy as np


def sigmoid(z):
    s = 1 / (1 + np.exp(-z))
    return np.where(z < -20, 0.0, s) * 1.0
