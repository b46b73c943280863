"""From counts."""

import numpy as np


def f1(y, y_hat):
    tp = int(np.sum((y == 1) & (y_hat == 1)))
    fp = int(np.sum((y == 0) & (y_hat == 1)))
    fn = int(np.sum((y == 1) & (y_hat == 0)))
    return 2 * tp / (2 * tp + fp + fn)
