"""The share that is missed."""
# mistake: miss_rate

import numpy as np


def recall(y, y_hat):
    return np.sum(y * (1 - y_hat)) / max(np.sum(y), 1)
