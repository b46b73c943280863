"""Right for positive inputs only."""

import numpy as np


def tanh(z):
    return np.tanh(np.abs(z))
