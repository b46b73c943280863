"""Four counts."""

import numpy as np


def accuracy(y, y_hat):
    tp = np.sum((y == 1) & (y_hat == 1))
    tn = np.sum((y == 0) & (y_hat == 0))
    fp = np.sum((y == 0) & (y_hat == 1))
    fn = np.sum((y == 1) & (y_hat == 0))
    return (tp + tn) / (tp + tn + fp + fn)
