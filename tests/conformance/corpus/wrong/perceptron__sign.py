"""Minus one below the threshold."""
# mistake: minus_one_below

import numpy as np


def perceptron(w, x, b):
    return 1 if np.dot(w, x) + b >= 0 else -1
