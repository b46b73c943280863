"""Box and Muller's transform."""

import numpy as np


def he_normal(fan_in, fan_out, *, seed):
    rng = np.random.default_rng(seed)
    u, v = 1 - rng.random((fan_out, fan_in)), rng.random((fan_out, fan_in))
    return np.sqrt(2 / fan_in) * np.sqrt(-2 * np.log(u)) * np.cos(2 * np.pi * v)
