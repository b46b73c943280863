"""Standard normal numbers, scaled afterwards."""

import numpy as np


def he_normal_conv2d(*, in_channels, out_channels, kernel_height, kernel_width, seed):
    rng = np.random.default_rng(seed)
    fan_in = in_channels * kernel_height * kernel_width
    kernel = rng.standard_normal((out_channels, in_channels, kernel_height, kernel_width))
    return kernel * (2 / fan_in) ** 0.5
