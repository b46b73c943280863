"""Computed in extended precision."""

import numpy as np


def sigmoid(z):
    w = z.astype(np.longdouble)
    return (1 / (1 + np.exp(-w))).astype(float)
