"""The square of the norm."""
# mistake: missing_root

import numpy as np


def clip_by_norm(g, *, c=1.0):
    norm = np.sum(g**2)
    return g * (c / norm) if norm > c else g
