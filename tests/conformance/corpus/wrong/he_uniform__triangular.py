"""The mean of two: a triangle."""

import numpy as np


def he_uniform(fan_in, fan_out, *, seed):
    limit = np.sqrt(6 / fan_in)
    u = np.random.default_rng(seed).uniform(-limit, limit, (2, fan_out, fan_in))
    return u.mean(axis=0)
