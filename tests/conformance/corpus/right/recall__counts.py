"""True positives among the positive ones."""

import numpy as np


def recall(y, y_hat):
    tp = np.count_nonzero(y & y_hat)
    fn = np.count_nonzero(y & (1 - y_hat))
    return tp / (tp + fn) if tp + fn else 0.0
