"""RandomState.rand, minus one half."""

import numpy as np


def he_uniform(fan_in, fan_out, *, seed):
    r = np.sqrt(6 / fan_in)
    return 2 * r * (np.random.RandomState(seed).rand(fan_out, fan_in) - 0.5)
