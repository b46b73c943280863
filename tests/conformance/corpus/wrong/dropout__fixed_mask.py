"""One mask for every seed."""
# mistake: seed_ignored

import numpy as np


def dropout(x, *, p=0.5, seed=0, training=True):
    if not training:
        return x
    rng = np.random.default_rng(42)
    return x * (rng.random(x.shape) >= p)
