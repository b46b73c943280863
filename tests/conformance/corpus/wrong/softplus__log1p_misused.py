"""log1p of 1 + exp."""

import numpy as np


def softplus(z):
    return np.log1p(1 + np.exp(z))
