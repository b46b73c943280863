"""Half missing."""
# mistake: missing_half

import numpy as np


def huber(y, y_hat, delta=1.0):
    r = np.abs(y - y_hat)
    return np.mean(np.where(r <= delta, r**2, delta * r - delta**2 / 2))
