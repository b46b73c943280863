"""Maximum after the square."""

import numpy as np


def contrastive(y, d, m=1.0):
    return np.mean(y * d**2 + (1 - y) * np.maximum(0, m**2 - d**2)) / 2
