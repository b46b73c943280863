"""fan_in for the sum of both."""
# mistake: fan_in_only

import numpy as np


def xavier_uniform(fan_in, fan_out, *, seed):
    limit = np.sqrt(3 / fan_in)
    return np.random.default_rng(seed).uniform(-limit, limit, (fan_out, fan_in))
