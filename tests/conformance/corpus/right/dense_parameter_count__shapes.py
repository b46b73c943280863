"""The shapes of all arrays."""

import math


def dense_parameter_count(sizes):
    shapes = []
    for fan_in, fan_out in zip(sizes[:-1], sizes[1:]):
        shapes += [(fan_out, fan_in), (fan_out,)]
    return sum(map(math.prod, shapes))
