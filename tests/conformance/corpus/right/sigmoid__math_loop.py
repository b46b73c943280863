"""math.exp over np.nditer, overflow avoided by branches."""

import math

import numpy as np


def sigmoid(z):
    out = np.empty_like(z)
    for i, v in np.ndenumerate(z):
        if v >= 0:
            out[i] = 1.0 / (1.0 + math.exp(-v))
        else:
            e = math.exp(v)
            out[i] = e / (1.0 + e)
    return out
