"""Divided by delta."""

import numpy as np


def huber(y, y_hat, delta=1.0):
    r = np.abs(y_hat - y)
    return np.mean(np.where(r < delta, r**2 / (2 * delta), r - delta / 2))
