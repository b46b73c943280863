"""All equal."""
# mistake: constant

import numpy as np


def small_random(fan_in, fan_out, *, seed):
    return np.full((fan_out, fan_in), 0.01)
