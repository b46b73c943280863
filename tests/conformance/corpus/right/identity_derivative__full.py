"""np.full with an integer."""

import numpy as np


def identity_derivative(z):
    return np.full(z.shape, 1)
