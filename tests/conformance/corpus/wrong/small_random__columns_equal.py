"""Every input has the same weights."""
# mistake: columns_equal

import numpy as np


def small_random(fan_in, fan_out, *, seed):
    column = np.random.default_rng(seed).normal(0, 0.01, (fan_out, 1))
    return np.repeat(column, fan_in, axis=1)
