"""One half at zero, by the sign."""

import numpy as np


def step(z):
    return (np.sign(z) + 1) / 2
