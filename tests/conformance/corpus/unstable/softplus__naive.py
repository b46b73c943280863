"""log(1 + exp(z))."""

import numpy as np


def softplus(z):
    return np.log(1 + np.exp(z))
