"""Maximum missing."""
# mistake: maximum_missing

import numpy as np


def contrastive(y, d, m=1.0):
    return np.mean(y * d**2 + (1 - y) * (m - d) ** 2) / 2
