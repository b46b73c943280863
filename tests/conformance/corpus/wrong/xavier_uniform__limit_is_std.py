"""The standard deviation for the limit."""
# mistake: limit_is_std

import numpy as np


def xavier_uniform(fan_in, fan_out, *, seed):
    limit = np.sqrt(2 / (fan_in + fan_out))
    return np.random.default_rng(seed).uniform(-limit, limit, (fan_out, fan_in))
