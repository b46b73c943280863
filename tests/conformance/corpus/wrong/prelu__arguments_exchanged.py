"""Takes alpha first."""

import numpy as np


def prelu(alpha, z):
    return np.where(z > 0, z, alpha * z)
