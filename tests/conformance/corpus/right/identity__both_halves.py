"""max(z, 0) + min(z, 0)."""

import numpy as np


def identity(z):
    return np.maximum(z, 0) + np.minimum(z, 0)
