"""Scaled by 1/p."""
# mistake: scaled_by_one_over_p

import numpy as np


def dropout(x, *, p=0.5, seed=0, training=True):
    if not training:
        return x
    rng = np.random.default_rng(seed)
    return x * (rng.random(x.shape) >= p) / max(p, 1e-12)
