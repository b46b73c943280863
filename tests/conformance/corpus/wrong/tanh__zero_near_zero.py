"""Flushes small inputs to one."""

import numpy as np


def tanh(z):
    return np.where(np.abs(z) < 1e-3, 1.0, np.tanh(z))
