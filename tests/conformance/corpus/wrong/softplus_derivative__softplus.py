"""The function itself."""
# mistake: softplus_instead

import numpy as np


def softplus_derivative(z):
    return np.logaddexp(0, z)
