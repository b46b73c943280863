"""Numbers of the unit interval, stretched."""

import numpy as np


def xavier_uniform_conv2d(*, in_channels, out_channels, kernel_height, kernel_width, seed):
    size = kernel_height * kernel_width
    limit = np.sqrt(6 / (in_channels * size + out_channels * size))
    shape = (out_channels, in_channels, kernel_height, kernel_width)
    return limit * (2 * np.random.RandomState(seed).rand(*shape) - 1)
