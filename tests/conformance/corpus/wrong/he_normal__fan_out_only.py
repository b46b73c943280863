"""fan_out for fan_in."""
# mistake: fan_out_only

import numpy as np


def he_normal(fan_in, fan_out, *, seed):
    scale = np.sqrt(2 / fan_out)
    return np.random.default_rng(seed).normal(0.0, scale, size=(fan_out, fan_in))
