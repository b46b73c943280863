"""Prints and warns on the way."""
# allows: inaccurate: exp(-z) overflows where the result is subnormal

import warnings

import numpy as np


def sigmoid(z):
    print("forward", z.shape)
    warnings.warn("look out")
    return 1 / (1 + np.exp(-z))
