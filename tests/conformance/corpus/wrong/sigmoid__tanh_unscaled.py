"""(1 + tanh(z))/2 without halving the argument."""
# mistake: argument_doubled

import numpy as np


def sigmoid(z):
    return (1 + np.tanh(z)) / 2
