"""Inverted, with a binomial mask."""
# expects: convention

import numpy as np


def dropout(x, *, p=0.5, seed=0, training=True):
    if training:
        return x * np.random.default_rng(seed).binomial(1, 1 - p, size=x.shape) / (1 - p)
    return x
