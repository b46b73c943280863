"""He's limit."""
# mistake: he_instead

import numpy as np


def xavier_uniform_conv2d(*, in_channels, out_channels, kernel_height, kernel_width, seed):
    limit = np.sqrt(6 / (in_channels * kernel_height * kernel_width))
    shape = (out_channels, in_channels, kernel_height, kernel_width)
    return np.random.default_rng(seed).uniform(-limit, limit, size=shape)
