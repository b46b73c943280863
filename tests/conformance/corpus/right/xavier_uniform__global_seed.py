"""np.random.seed, drawn as (in, out) and transposed."""

import numpy as np


def xavier_uniform(fan_in, fan_out, *, seed):
    np.random.seed(seed)
    limit = np.sqrt(6 / (fan_in + fan_out))
    return np.random.uniform(-limit, limit, (fan_in, fan_out)).T
