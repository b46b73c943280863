"""Unsquared distances, as in the example."""
# allows: inaccurate: squares overflow and their difference is NaN

import numpy as np


def triplet(a, p, n, alpha=1.0):
    return np.maximum(0, np.linalg.norm(a - p, axis=1) - np.linalg.norm(a - n, axis=1) + alpha).mean()
