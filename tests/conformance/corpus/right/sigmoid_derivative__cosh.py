"""1/(4 cosh(z/2)**2)."""
# allows: inaccurate: the square overflows before its reciprocal is subnormal

import numpy as np


def sigmoid_derivative(z):
    return 1 / (4 * np.cosh(z / 2) ** 2)
