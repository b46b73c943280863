"""exp(-abs(z))/(1 + exp(-abs(z)))**2."""

import numpy as np


def sigmoid_derivative(z):
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2
