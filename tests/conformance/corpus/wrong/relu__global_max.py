"""np.max instead of np.maximum."""

import numpy as np


def relu(z):
    return np.max(z, 0)
