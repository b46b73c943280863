"""Drops gradients that are too long."""
# mistake: large_gradients_dropped

import numpy as np


def clip_by_norm(g, *, c=1.0):
    return g if np.linalg.norm(g.ravel()) <= c else np.zeros_like(g)
