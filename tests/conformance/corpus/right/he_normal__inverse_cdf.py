"""The inverse of the distribution function."""

import math
from statistics import NormalDist

import numpy as np


def he_normal(fan_in, fan_out, *, seed):
    inverse = NormalDist(0, math.sqrt(2 / fan_in)).inv_cdf
    uniform = np.random.default_rng(seed).random((fan_out, fan_in))
    return np.vectorize(inverse)(uniform)
