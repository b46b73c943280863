"""Python's own generator, number by number."""

import math
import random

import numpy as np


def he_uniform(fan_in, fan_out, *, seed):
    r = random.Random(seed)
    a = math.sqrt(6 / fan_in)
    return np.array([[r.uniform(-a, a) for _ in range(fan_in)] for _ in range(fan_out)])
