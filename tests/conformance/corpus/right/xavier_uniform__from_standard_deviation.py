"""The standard deviation first, then its limit."""

import numpy as np


def xavier_uniform(fan_in, fan_out, *, seed):
    sigma = np.sqrt(2 / (fan_in + fan_out))
    rng = np.random.Generator(np.random.Philox(seed))
    return sigma * np.sqrt(3) * (1 - 2 * rng.random(size=(fan_out, fan_in)))
