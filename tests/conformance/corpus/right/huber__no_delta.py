"""Delta fixed at one."""

import numpy as np


def huber(y, y_hat):
    r = np.abs(y - y_hat)
    return np.where(r <= 1, 0.5 * r**2, r - 0.5).mean()
