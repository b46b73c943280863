"""Both gradients as a tuple."""

import numpy as np


def prelu(z, alpha):
    return np.where(z > 0, z, alpha * z)


def prelu_gradient(z, alpha):
    return np.where(z > 0, 1.0, alpha), np.where(z > 0, 0.0, z)
