"""0/0 for a zero vector."""

import numpy as np


def clip_by_norm(g, *, c=1.0):
    return g / np.linalg.norm(g.ravel()) * min(np.linalg.norm(g.ravel()), c)
