"""Stored (in, out)."""
# expects: convention

import numpy as np


def he_uniform(fan_in, fan_out, *, seed):
    a = np.sqrt(6 / fan_in)
    return np.random.default_rng(seed).uniform(-a, a, (fan_in, fan_out))
