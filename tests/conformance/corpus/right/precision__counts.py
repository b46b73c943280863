"""True positives among the predicted ones."""

import numpy as np


def precision(y, y_hat):
    tp = np.sum((y == 1) & (y_hat == 1))
    fp = np.sum((y == 0) & (y_hat == 1))
    return tp / (tp + fp)
