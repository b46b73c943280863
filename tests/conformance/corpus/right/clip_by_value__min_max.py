"""Minimum of maximum."""

import numpy as np


def clip_by_value(g, limit=1.0):
    return np.minimum(np.maximum(g, -limit), limit)
