"""Function and derivative by products of two sigmoids."""
# allows: inaccurate: exp(-z) overflows where the result is subnormal

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_derivative(z):
    return sigmoid(z) * sigmoid(-z)
