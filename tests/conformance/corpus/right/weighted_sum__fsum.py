"""A loop over pairs, summed exactly."""
# allows: inaccurate: large terms cancel in the sum

import math


def weighted_sum(weights, inputs, bias):
    return math.fsum(w * x for w, x in zip(weights, inputs, strict=True)) + bias
