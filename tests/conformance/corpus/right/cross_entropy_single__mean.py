"""Averaged."""

import numpy as np


def cross_entropy_single(z, y):
    return -np.mean(np.where(y == 1, np.log(z), np.log1p(-z)))
