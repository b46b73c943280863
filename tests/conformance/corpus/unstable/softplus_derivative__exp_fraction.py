"""exp(z)/(1 + exp(z))."""

import numpy as np


def softplus_derivative(z):
    return np.exp(z) / (1 + np.exp(z))
