"""One instead of two."""
# mistake: factor_missing

import numpy as np


def he_normal(fan_in, fan_out, *, seed):
    scale = np.sqrt(1 / fan_in)
    return np.random.default_rng(seed).normal(0.0, scale, size=(fan_out, fan_in))
