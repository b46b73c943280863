"""One unit's weights after the other."""

import numpy as np


def he_normal(fan_in, fan_out, *, seed):
    rng = np.random.default_rng(seed)
    W = np.empty((fan_out, fan_in))
    for unit in range(fan_out):
        W[unit] = rng.normal(size=fan_in) * np.sqrt(2 / fan_in)
    return W
