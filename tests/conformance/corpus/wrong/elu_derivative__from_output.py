"""Adds alpha to the input."""
# mistake: output_expected

import numpy as np


def elu_derivative(z, alpha=1.0):
    return np.where(z > 0, 1, z + alpha)
