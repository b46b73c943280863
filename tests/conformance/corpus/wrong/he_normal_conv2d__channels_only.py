"""Counts the channels, not the kernel."""
# mistake: kernel_ignored

import numpy as np


def he_normal_conv2d(*, in_channels, out_channels, kernel_height, kernel_width, seed):
    shape = (out_channels, in_channels, kernel_height, kernel_width)
    return np.random.default_rng(seed).normal(0.0, np.sqrt(2 / in_channels), size=shape)
