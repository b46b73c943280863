"""All zeros: no symmetry is broken."""
# mistake: zeros

import numpy as np


def small_random(fan_in, fan_out, *, seed):
    return np.zeros((fan_out, fan_in))
