"""Masks multiplied: infinity times zero."""

import numpy as np


def elu(z, alpha=1.0):
    return (z > 0) * z + (z <= 0) * alpha * np.expm1(z)
