"""Drops whole rows."""
# mistake: whole_rows

import numpy as np


def dropout(x, *, p=0.5, seed=0, training=True):
    if not training:
        return x
    keep = np.random.default_rng(seed).random((len(x), *[1] * (x.ndim - 1))) >= p
    return np.where(keep, x, 0) if x.ndim > 1 else x * (keep[0] > 0)
