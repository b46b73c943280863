"""From zero to the limit."""
# mistake: one_sided

import numpy as np


def xavier_uniform(fan_in, fan_out, *, seed):
    limit = np.sqrt(6 / (fan_in + fan_out))
    return np.random.default_rng(seed).uniform(0, limit, (fan_out, fan_in))
