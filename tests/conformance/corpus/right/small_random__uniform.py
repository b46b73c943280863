"""Uniform numbers up to 0.01."""

import numpy as np


def small_random(fan_in, fan_out, *, seed):
    return np.random.default_rng(seed).uniform(-0.01, 0.01, (fan_out, fan_in))
