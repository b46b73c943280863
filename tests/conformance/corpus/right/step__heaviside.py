"""np.heaviside with one at zero."""

import numpy as np


def step(z):
    return np.heaviside(z, 1.0)
