"""Positive and negative exchanged."""
# mistake: arguments_swapped

import numpy as np


def triplet(a, p, n, alpha=1.0):
    return np.mean(np.maximum(0, np.sum((a - n) ** 2, 1) - np.sum((a - p) ** 2, 1) + alpha))
