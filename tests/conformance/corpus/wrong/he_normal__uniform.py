"""Uniform numbers of the right variance."""
# mistake: uniform_instead

import numpy as np


def he_normal(fan_in, fan_out, *, seed):
    scale = np.sqrt(2 / fan_in)
    limit = np.sqrt(3) * scale
    return np.random.default_rng(seed).uniform(-limit, limit, (fan_out, fan_in))
