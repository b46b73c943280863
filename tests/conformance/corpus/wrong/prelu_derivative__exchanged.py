"""Sides exchanged."""
# mistake: sides_exchanged

import numpy as np


def prelu_derivative(z, alpha):
    return np.where(z > 0, alpha, 1.0)
