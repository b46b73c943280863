"""He's variance."""
# mistake: he_instead

import numpy as np


def xavier_normal(fan_in, fan_out, *, seed):
    scale = np.sqrt(2 / fan_in)
    return np.random.default_rng(seed).normal(0.0, scale, size=(fan_out, fan_in))
