"""Scaled by 1 - p at inference."""
# mistake: scaled_at_inference

import numpy as np


def dropout(x, *, p=0.5, seed=0, training=True):
    if not training:
        return x * (1 - p)
    rng = np.random.default_rng(seed)
    return x * (rng.random(x.shape) >= p)
