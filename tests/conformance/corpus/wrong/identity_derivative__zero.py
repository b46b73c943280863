"""The slope of a constant."""
# mistake: zero

import numpy as np


def identity_derivative(z):
    return np.zeros_like(z)
