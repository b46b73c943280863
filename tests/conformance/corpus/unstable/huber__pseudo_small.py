"""sqrt(1 + r**2) - 1: a declared convention that cancels."""
# expects: convention

import numpy as np


def huber(y, y_hat, delta=1.0):
    return np.mean(delta**2 * (np.sqrt(1 + ((y - y_hat) / delta) ** 2) - 1))
