"""A loop over the elements."""

import numpy as np


def dropout(x, *, p=0.5, seed=0, training=True):
    rng = np.random.default_rng(seed)
    out = np.array(x, dtype=float)
    if training:
        for i in np.ndindex(out.shape):
            if rng.random() < p:
                out[i] = 0.0
    return out
