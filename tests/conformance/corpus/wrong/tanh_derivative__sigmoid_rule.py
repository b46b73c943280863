"""a*(1 - a)."""
# mistake: sigmoid_rule

import numpy as np


def tanh_derivative(z):
    t = np.tanh(z)
    return t * (1 - t)
