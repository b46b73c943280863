"""Writes alpha into an integer array."""
# mistake: relu_derivative_instead

import numpy as np


def leaky_relu_derivative(z, alpha=0.01):
    d = np.ones(z.shape, dtype=int)
    d[z < 0] = alpha
    return d
