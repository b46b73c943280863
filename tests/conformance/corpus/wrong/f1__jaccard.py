"""The overlap over the union."""
# mistake: jaccard_instead

import numpy as np


def f1(y, y_hat):
    return np.sum(y * y_hat) / max(np.sum(np.maximum(y, y_hat)), 1)
