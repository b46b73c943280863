"""A layer object."""

import numpy as np


class Dropout:
    def __init__(self, p, seed):
        self.p = p
        self.rng = np.random.default_rng(seed)

    def forward(self, x, training):
        if not training:
            return x
        self.mask = self.rng.uniform(0, 1, x.shape) < 1 - self.p
        return x * self.mask


def dropout(x, *, p=0.5, seed=0, training=True):
    return Dropout(p, seed).forward(x, training)
