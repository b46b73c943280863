"""A choice between zero and one."""

import numpy as np


def dropout(x, rate, random_seed, train):
    if not train:
        return x.copy()
    mask = np.random.default_rng(random_seed).choice([0.0, 1.0], size=x.shape, p=[rate, 1 - rate])
    return mask * x
