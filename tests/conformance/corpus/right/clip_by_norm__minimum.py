"""The minimum with one; a zero vector apart."""
# allows: inaccurate: squares overflow at extremes

import numpy as np


def clip_by_norm(g, *, c=1.0):
    norm = np.sqrt((g * g).sum())
    return g * min(1.0, c / norm) if norm else g * 1.0
