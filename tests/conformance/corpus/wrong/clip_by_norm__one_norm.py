"""The sum of the sizes."""
# mistake: l1_norm

import numpy as np


def clip_by_norm(g, *, c=1.0):
    norm = np.abs(g).sum()
    return g * (c / norm) if norm > c else g
