"""Inner derivative lost."""
# mistake: inner_derivative_lost

import numpy as np


def softplus_derivative(z):
    return 1 / (1 + np.exp(z))
