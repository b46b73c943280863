"""Returns the activation."""
# mistake: relu_instead

import numpy as np


def relu_derivative(z):
    return np.maximum(0, z)
