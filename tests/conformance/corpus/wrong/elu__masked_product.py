"""Multiplies by masks, so that an overflow becomes NaN on the right side."""

import numpy as np


def elu(z, alpha=1.0):
    return z * (z > 0) + alpha * (np.exp(z) - 1) * (z < -1)
