"""Three instead of six."""
# mistake: factor_missing

import numpy as np


def he_uniform(fan_in, fan_out, *, seed):
    limit = np.sqrt(3 / fan_in)
    return np.random.default_rng(seed).uniform(-limit, limit, (fan_out, fan_in))
