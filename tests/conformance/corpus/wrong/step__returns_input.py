"""Passes the input when active."""
# mistake: relu_instead

import numpy as np


def step(z):
    return np.where(z >= 0, z, 0.0)
