"""expm1 of twice the input, overflow avoided."""

import numpy as np


def tanh(z):
    e = np.expm1(np.minimum(2 * z, 700.0))
    return e / (e + 2)
