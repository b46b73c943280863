"""2*sigmoid(2z) - 1 cancels near zero."""

import numpy as np


def tanh(z):
    return 2 / (1 + np.exp(-2 * z)) - 1
