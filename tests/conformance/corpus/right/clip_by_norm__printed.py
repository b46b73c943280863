"""A branch on the norm."""
# allows: inaccurate: squares overflow at extremes

import numpy as np


def clip_by_norm(g, *, c=1.0):
    norm = np.linalg.norm(g.ravel())
    if norm > c:
        return g * (c / norm)
    return g.copy()
