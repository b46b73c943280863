"""Adds dropout-like noise."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z)) + np.random.normal(0, 1e-3, np.shape(z))
