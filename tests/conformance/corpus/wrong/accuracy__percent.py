"""In percent."""
# mistake: percent

import numpy as np


def accuracy(y, y_hat):
    return 100 * np.mean(y == y_hat)
