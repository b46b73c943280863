"""The variance for the standard deviation."""
# mistake: variance_as_scale

import numpy as np


def xavier_normal(fan_in, fan_out, *, seed):
    scale = 2 / (fan_in + fan_out)
    return np.random.default_rng(seed).normal(0.0, scale, size=(fan_out, fan_in))
