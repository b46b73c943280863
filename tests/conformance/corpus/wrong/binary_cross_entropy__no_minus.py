"""Leading minus missing."""
# mistake: minus_missing

import numpy as np


def binary_cross_entropy(y, y_hat):
    return np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))
