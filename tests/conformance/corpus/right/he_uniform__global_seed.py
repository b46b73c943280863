"""np.random.seed, drawn as (in, out) and transposed."""

import numpy as np


def he_uniform(fan_in, fan_out, *, seed):
    np.random.seed(seed)
    limit = np.sqrt(6 / fan_in)
    return np.random.uniform(-limit, limit, (fan_in, fan_out)).T
