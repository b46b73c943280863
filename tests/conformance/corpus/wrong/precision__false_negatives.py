"""TP/(TP + FP + FN)."""
# mistake: false_negatives_counted

import numpy as np


def precision(y, y_hat):
    return np.sum(y * y_hat) / max(np.sum(np.maximum(y, y_hat)), 1)
