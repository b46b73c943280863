"""True everywhere."""

import numpy as np


def identity_derivative(z):
    return np.ones(np.shape(z), dtype=bool)
