"""s*(1 - s)."""
# allows: inaccurate: 1 - s loses digits for large z

import numpy as np


def sigmoid_derivative(z):
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s)
