"""Threshold at one."""

import numpy as np


def relu(z):
    return np.where(z > 1, z, 0)
