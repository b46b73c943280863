"""Normal numbers of the right variance."""
# mistake: normal_instead

import numpy as np


def xavier_uniform(fan_in, fan_out, *, seed):
    limit = np.sqrt(6 / (fan_in + fan_out))
    return np.random.default_rng(seed).normal(0, limit / np.sqrt(3), (fan_out, fan_in))
