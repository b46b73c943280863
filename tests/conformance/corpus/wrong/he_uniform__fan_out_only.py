"""fan_out for fan_in."""
# mistake: fan_out_only

import numpy as np


def he_uniform(fan_in, fan_out, *, seed):
    limit = np.sqrt(6 / fan_out)
    return np.random.default_rng(seed).uniform(-limit, limit, (fan_out, fan_in))
