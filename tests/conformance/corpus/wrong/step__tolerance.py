"""Fires already slightly below the threshold."""

import numpy as np


def step(z):
    return np.where(z > -0.1, 1.0, 0.0)
