"""p taken for the probability to keep."""
# mistake: keeps_with_p

import numpy as np


def dropout(x, *, p=0.5, seed=0, training=True):
    if not training:
        return x
    return x * (np.random.default_rng(seed).random(x.shape) < p)
