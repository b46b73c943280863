"""Stable fraction in -2abs(z) with expm1."""

import numpy as np


def tanh(z):
    e = np.expm1(-2 * np.abs(z))
    return -np.sign(z) * e / (2 + e)
