"""Rounds its result for pretty printing."""

import numpy as np


def identity(z):
    return np.round(z, 4)
