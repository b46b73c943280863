"""One-norm over n."""

import numpy as np


def mae(y, y_hat):
    return np.linalg.norm(y - y_hat, ord=1) / len(y)
