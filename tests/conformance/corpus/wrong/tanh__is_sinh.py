"""Denominator divided by two only."""
# mistake: denominator_constant

import numpy as np


def tanh(z):
    return (np.exp(z) - np.exp(-z)) / 2
