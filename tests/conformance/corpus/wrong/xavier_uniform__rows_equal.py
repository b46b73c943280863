"""Every unit has the same weights."""
# mistake: rows_equal

import numpy as np


def xavier_uniform(fan_in, fan_out, *, seed):
    limit = np.sqrt(6 / (fan_in + fan_out))
    row = np.random.default_rng(seed).uniform(-limit, limit, fan_in)
    return np.array([row] * fan_out)
