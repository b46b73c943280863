"""exp(-softplus(-z))."""

import numpy as np


def softplus_derivative(z):
    return np.exp(-np.logaddexp(0, -z))
