"""s**2 instead of s*(1-s)."""
# mistake: inner_derivative_lost

import numpy as np


def sigmoid_derivative(z):
    s = 1 / (1 + np.exp(-z))
    return s**2
