"""Fires below the threshold."""
# mistake: inverted

import numpy as np


def step(z):
    return np.where(z < 0, 1, 0)
