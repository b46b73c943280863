"""The precision."""
# mistake: precision_instead

import numpy as np


def recall(y, y_hat):
    return np.sum(y * y_hat) / max(np.sum(y_hat), 1)
