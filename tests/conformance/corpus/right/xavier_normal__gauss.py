"""Python's own generator, number by number."""

import math
import random


def xavier_normal(fan_in, fan_out, *, seed):
    generator = random.Random(seed)
    sigma = math.sqrt(2 / (fan_in + fan_out))
    return [[generator.gauss(0, sigma) for _ in range(fan_in)] for _ in range(fan_out)]
