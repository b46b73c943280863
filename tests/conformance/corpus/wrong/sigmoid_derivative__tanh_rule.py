"""1 - s**2."""
# mistake: tanh_rule

import numpy as np


def sigmoid_derivative(z):
    s = 1 / (1 + np.exp(-z))
    return 1 - s**2
