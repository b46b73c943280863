"""One is added to the denominator."""
# mistake: smoothed

import numpy as np


def precision(y, y_hat):
    return np.sum(y * y_hat) / (np.sum(y_hat) + 1)
