"""The factor of two is missing."""
# mistake: factor_missing

import numpy as np


def f1(y, y_hat):
    return np.sum(y * y_hat) / max(np.sum(y) + np.sum(y_hat), 1)
