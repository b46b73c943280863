"""Boolean masks on a copy."""

import numpy as np


def sigmoid(z):
    z = np.array(z, dtype=float)
    pos = z >= 0
    z[pos] = 1 / (1 + np.exp(-z[pos]))
    e = np.exp(z[~pos])
    z[~pos] = e / (1 + e)
    return z
