"""The inverse of the distribution function."""

from statistics import NormalDist

import numpy as np


def small_random(fan_in, fan_out, *, seed):
    inverse = NormalDist(0, 0.01).inv_cdf
    uniform = np.random.default_rng(seed).random((fan_out, fan_in))
    return np.vectorize(inverse)(uniform)
