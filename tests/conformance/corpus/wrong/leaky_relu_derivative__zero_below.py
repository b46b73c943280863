"""The derivative of the rectifier."""
# mistake: relu_derivative_instead

import numpy as np


def leaky_relu_derivative(z, alpha=0.01):
    return np.where(z > 0, 1.0, 0.0)
