"""Loop ends one element early."""

import numpy as np


def sigmoid(z):
    out = np.zeros_like(z)
    flat, o = z.reshape(-1), out.reshape(-1)
    for i in range(flat.size - 1):
        o[i] = 1 / (1 + np.exp(-flat[i]))
    return out
