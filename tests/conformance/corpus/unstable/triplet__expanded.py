"""Expanded squares."""

import numpy as np


def triplet(a, p, n, alpha=1.0):
    pos = (a**2).sum(1) - 2 * (a * p).sum(1) + (p**2).sum(1)
    neg = (a**2).sum(1) - 2 * (a * n).sum(1) + (n**2).sum(1)
    return np.maximum(0, pos - neg + alpha).mean()
