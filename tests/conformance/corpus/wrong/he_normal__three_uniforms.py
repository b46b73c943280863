"""The sum of three uniform numbers: not normal."""

import numpy as np


def he_normal(fan_in, fan_out, *, seed):
    uniform = np.random.default_rng(seed).uniform(-1, 1, (3, fan_out, fan_in))
    return np.sqrt(2 / fan_in) * uniform.sum(axis=0)
