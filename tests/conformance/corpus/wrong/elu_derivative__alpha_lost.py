"""Alpha unused."""
# mistake: alpha_lost

import numpy as np


def elu_derivative(z, alpha=1.0):
    return np.where(z > 0, 1, np.exp(z))
