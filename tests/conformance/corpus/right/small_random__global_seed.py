"""np.random.seed, drawn as (in, out) and transposed."""

import numpy as np


def small_random(fan_in, fan_out, *, seed):
    np.random.seed(seed)
    return np.random.normal(0, 0.01, (fan_in, fan_out)).T
