"""No parameter at all."""

import numpy as np


def leaky_relu(z):
    return np.where(z >= 0, z, 0.01 * z)
