"""The minimum."""
# mistake: minimum_taken

import numpy as np


def relu(z):
    return np.minimum(0, z)
