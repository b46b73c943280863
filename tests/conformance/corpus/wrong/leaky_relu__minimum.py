"""Branches exchanged."""
# mistake: branches_exchanged

import numpy as np


def leaky_relu(z, alpha=0.01):
    return np.minimum(alpha * z, z)
