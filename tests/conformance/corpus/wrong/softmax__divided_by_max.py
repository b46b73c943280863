"""Divides by the largest."""
# mistake: divided_by_the_largest

import numpy as np


def softmax(z):
    e = np.exp(z)
    return e / e.max(axis=-1, keepdims=True)
