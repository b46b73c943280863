"""Stored (in, out)."""
# expects: convention

import numpy as np


def xavier_normal(fan_in, fan_out, *, seed):
    return np.random.default_rng(seed).normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out))
