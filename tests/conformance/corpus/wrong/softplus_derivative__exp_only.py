"""Logarithm not differentiated."""
# mistake: logarithm_not_differentiated

import numpy as np


def softplus_derivative(z):
    return np.exp(z)
