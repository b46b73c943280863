"""One unit's weights after the other."""

import numpy as np


def small_random(fan_in, fan_out, *, seed):
    rng = np.random.default_rng(seed)
    W = np.empty((fan_out, fan_in))
    for unit in range(fan_out):
        W[unit] = rng.normal(size=fan_in) * 0.01
    return W
