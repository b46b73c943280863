"""2*sigmoid(z) - 1."""
# mistake: argument_not_doubled

import numpy as np


def tanh(z):
    return 2 / (1 + np.exp(-z)) - 1
