"""Takes a value outside the two slopes at the kink."""

import numpy as np


def relu_derivative(z):
    return np.where(z > 0, 1.0, np.where(z == 0, 2.0, 0.0))
