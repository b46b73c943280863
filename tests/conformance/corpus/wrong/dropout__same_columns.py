"""One row's mask for every row."""
# mistake: mask_repeated

import numpy as np


def dropout(x, *, p=0.5, seed=0, training=True):
    if not training:
        return x
    keep = np.random.default_rng(seed).random(x.shape[-1]) >= p
    return x * keep
