"""Small gradients are scaled up."""
# mistake: minimum_missing

import numpy as np


def clip_by_norm(g, *, c=1.0):
    norm = np.linalg.norm(g.ravel())
    return g * (c / norm) if norm else g
