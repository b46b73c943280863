"""One branch for the whole batch."""

import numpy as np


def huber(y, y_hat, delta=1.0):
    r = np.abs(y - y_hat)
    if (r <= delta).all():
        return np.mean(0.5 * r**2)
    return np.mean(delta * r - 0.5 * delta**2)
