"""math.exp as it is, which raises at -710."""
# allows: inaccurate: Python raises OverflowError where an array would give infinity

import math

import numpy as np


def sigmoid(z):
    return np.array([1 / (1 + math.exp(-v)) for v in z.ravel()]).reshape(z.shape)
