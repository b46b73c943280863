"""Every unit has the same weights."""
# mistake: rows_equal

import numpy as np


def small_random(fan_in, fan_out, *, seed):
    row = np.random.default_rng(seed).normal(0, 0.01, fan_in)
    return np.tile(row, (fan_out, 1))
