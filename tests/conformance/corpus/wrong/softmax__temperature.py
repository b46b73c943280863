"""A temperature left in."""

import numpy as np


def softmax(z):
    e = np.exp(z / 2)
    return e / e.sum(axis=-1, keepdims=True)
