"""Positive part plus alpha times negative part."""

import numpy as np


def prelu(z, a):
    return np.maximum(0, z) + a * np.minimum(0, z)
