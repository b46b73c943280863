"""The shapes of kernel and bias."""

import math


def conv1d_parameter_count(*, in_channels, out_channels, kernel_size):
    shapes = {"kernel": (kernel_size, in_channels, out_channels), "bias": (out_channels,)}
    return sum(math.prod(shape) for shape in shapes.values())
