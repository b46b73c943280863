"""Scales all by the largest."""
# mistake: scaled_by_the_largest

import numpy as np


def clip_by_value(g, *, c=1.0):
    return g * min(1.0, c / max(np.max(np.abs(g)), 1e-300))
