"""Slope one half at the kink."""

import numpy as np


def relu(z):
    return np.maximum(z, 0)


def relu_derivative(z):
    return np.heaviside(z, 0.5)
