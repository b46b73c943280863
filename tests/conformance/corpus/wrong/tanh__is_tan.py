"""The wrong function of the library."""

import numpy as np


def tanh(z):
    return np.tan(z)
