"""Alpha*(exp - 1)."""
# mistake: one_not_dropped

import numpy as np


def elu_derivative(z, alpha=1.0):
    return np.where(z > 0, 1, alpha * (np.exp(z) - 1))
