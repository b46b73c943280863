"""Scales to norm one."""
# mistake: limit_missing_in_the_scale

import numpy as np


def clip_by_norm(g, *, c=1.0):
    norm = np.linalg.norm(g.ravel())
    return g / norm if norm > c else g
