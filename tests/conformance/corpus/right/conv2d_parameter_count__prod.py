"""math.prod of the kernel's shape."""

import math


def conv2d_parameter_count(*, in_channels, out_channels, kernel_height, kernel_width):
    shape = (out_channels, in_channels, kernel_height, kernel_width)
    return math.prod(shape) + out_channels
