"""Drops at inference, too."""
# mistake: active_at_inference

import numpy as np


def dropout(x, *, p=0.5, seed=0, training=True):
    rng = np.random.default_rng(seed)
    return x * (rng.random(x.shape) >= p)
