"""Mirrors."""
# mistake: absolute_value

import numpy as np


def relu(z):
    return np.abs(z)
