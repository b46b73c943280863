"""One marks dissimilar pairs, as in the paper."""
# mistake: labels_exchanged

import numpy as np


def contrastive(y, d, m=1.0):
    return np.mean((1 - y) * d**2 + y * np.maximum(0, m - d) ** 2) / 2
