"""Sums over the whole batch."""

import numpy as np


def triplet(a, p, n, alpha=1.0):
    return max(0, np.sum((a - p) ** 2) - np.sum((a - n) ** 2) + alpha)
