"""The share of errors."""
# mistake: error_rate

import numpy as np


def accuracy(y, y_hat):
    return np.mean(y != y_hat)
