"""The mean of both classes' recalls."""
# mistake: balanced

import numpy as np


def accuracy(y, y_hat):
    recalls = [np.mean(y_hat[y == c] == c) for c in (0, 1) if (y == c).any()]
    return sum(recalls) / len(recalls)
