"""Always drops one half."""
# mistake: p_ignored

import numpy as np


def dropout(x, *, p=0.5, seed=0, training=True):
    if not training:
        return x
    rng = np.random.default_rng(seed)
    return x * (rng.random(x.shape) >= 0.5)
