"""The harmonic mean of both."""

import numpy as np


def f1(y, y_hat):
    tp = np.sum(y * y_hat)
    if tp == 0:
        return 0.0
    precision, recall = tp / np.sum(y_hat), tp / np.sum(y)
    return 2 * precision * recall / (precision + recall)
