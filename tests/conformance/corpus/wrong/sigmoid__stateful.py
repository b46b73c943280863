"""Adds a little more at each call."""

import numpy as np

calls = [0]


def sigmoid(z):
    calls[0] += 1
    return 1 / (1 + np.exp(-z)) + 1e-3 * calls[0]
