"""The recall."""
# mistake: recall_instead

import numpy as np


def precision(y, y_hat):
    return np.sum(y * y_hat) / max(np.sum(y), 1)
