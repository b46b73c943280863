"""Prints and warns on the way."""

import warnings

import numpy as np


def sigmoid(z):
    print("forward", z.shape)
    warnings.warn("look out")
    return 1 / (1 + np.exp(-z))
