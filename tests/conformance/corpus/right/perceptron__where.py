"""np.where."""

import numpy as np


def perceptron(w, x, b):
    return np.where(np.sum(w * x) + b >= 0, 1, 0)
