"""One function with a flag."""
# allows: inaccurate: exp(-z) overflows where the result is subnormal

import numpy as np


def sigmoid(x, deriv=False):
    s = 1 / (1 + np.exp(-x))
    return s * (1 - s) if deriv else s
