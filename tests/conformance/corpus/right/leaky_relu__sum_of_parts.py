"""max + alpha*min."""

import numpy as np


def leaky_relu(z, *, alpha=0.01):
    return np.maximum(z, 0) + alpha * np.minimum(z, 0)
