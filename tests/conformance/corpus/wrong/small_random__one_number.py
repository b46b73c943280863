"""One random number for all weights."""
# mistake: all_equal

import numpy as np


def small_random(fan_in, fan_out, *, seed):
    return np.full((fan_out, fan_in), np.random.default_rng(seed).normal(0, 0.01))
