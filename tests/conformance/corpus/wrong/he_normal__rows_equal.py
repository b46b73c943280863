"""Every unit has the same weights."""
# mistake: rows_equal

import numpy as np


def he_normal(fan_in, fan_out, *, seed):
    row = np.random.default_rng(seed).normal(0, np.sqrt(2 / fan_in), fan_in)
    return np.tile(row, (fan_out, 1))
