"""q*(r - q/2) with q = min(r, delta)."""

import numpy as np


def huber(y, y_hat, delta=1.0):
    r = np.abs(y - y_hat)
    q = np.minimum(r, delta)
    return np.mean(q * (r - 0.5 * q))
