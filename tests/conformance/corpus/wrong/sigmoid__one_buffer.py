"""Returns the same buffer again and again."""

import numpy as np

buffers = {}


def sigmoid(z):
    out = buffers.setdefault(np.shape(z), np.empty(np.shape(z)))
    out[...] = 1 / (1 + np.exp(-z))
    return out
