"""The geometric mean."""
# mistake: geometric_mean

import numpy as np


def f1(y, y_hat):
    tp = np.sum(y * y_hat)
    return tp / np.sqrt(max(np.sum(y_hat), 1) * max(np.sum(y), 1))
