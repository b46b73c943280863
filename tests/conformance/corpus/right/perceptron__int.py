"""A comparison as an integer."""

import numpy as np


def perceptron(w, x, b):
    return int(np.dot(w, x) + b >= 0)
