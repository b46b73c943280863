"""Box and Muller's transform."""

import numpy as np


def small_random(fan_in, fan_out, *, seed):
    rng = np.random.default_rng(seed)
    u, v = 1 - rng.random((fan_out, fan_in)), rng.random((fan_out, fan_in))
    return 0.01 * np.sqrt(-2 * np.log(u)) * np.cos(2 * np.pi * v)
