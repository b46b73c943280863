"""A comprehension over the elements."""

import numpy as np


def step(z):
    return np.array([1 if v >= 0 else 0 for v in z.ravel()]).reshape(z.shape)
