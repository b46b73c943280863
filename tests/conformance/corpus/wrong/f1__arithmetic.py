"""The arithmetic mean."""
# mistake: arithmetic_mean

import numpy as np


def f1(y, y_hat):
    tp = np.sum(y * y_hat)
    return (tp / max(np.sum(y_hat), 1) + tp / max(np.sum(y), 1)) / 2
