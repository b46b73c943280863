"""The line does not meet the parabola."""
# mistake: line_not_shifted

import numpy as np


def huber(y, y_hat, delta=1.0):
    r = np.abs(y - y_hat)
    return np.mean(np.where(r <= delta, 0.5 * r**2, delta * r))
