"""True negatives do not count."""
# mistake: negatives_ignored

import numpy as np


def accuracy(y, y_hat):
    return np.sum(y * y_hat) / len(y)
