"""np.fmax, which drops NaN."""

import numpy as np


def relu(z):
    return np.fmax(0.0, z)
