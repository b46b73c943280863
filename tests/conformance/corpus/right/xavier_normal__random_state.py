"""RandomState and randn."""

import numpy as np


def xavier_normal(fan_in, fan_out, *, seed):
    return np.random.RandomState(seed).randn(fan_out, fan_in) * np.sqrt(2 / (fan_in + fan_out))
