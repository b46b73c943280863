"""A new mask at every call."""

import numpy as np


def dropout(x, *, p=0.5, seed=0, training=True):
    return x * (np.random.default_rng().random(x.shape) >= p) if training else x
