"""Cut at two standard deviations."""
# mistake: clipped

import numpy as np


def he_normal(fan_in, fan_out, *, seed):
    scale = np.sqrt(2 / fan_in)
    W = np.random.default_rng(seed).normal(0.0, scale, size=(fan_out, fan_in))
    return np.clip(W, -2 * scale, 2 * scale)
