"""The derivative in the wrong variable."""
# mistake: derivative_in_alpha

import numpy as np


def prelu_derivative(z, alpha):
    return np.where(z > 0, 0.0, z)
