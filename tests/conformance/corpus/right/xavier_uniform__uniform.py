"""Generator.uniform."""

import numpy as np


def xavier_uniform(fan_in, fan_out, *, seed):
    limit = np.sqrt(6 / (fan_in + fan_out))
    return np.random.default_rng(seed).uniform(-limit, limit, (fan_out, fan_in))
