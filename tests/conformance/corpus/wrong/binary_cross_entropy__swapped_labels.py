"""Labels exchanged."""
# mistake: labels_exchanged

import numpy as np


def binary_cross_entropy(y, y_hat):
    return -np.mean((1 - y) * np.log(y_hat) + y * np.log(1 - y_hat))
