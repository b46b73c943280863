"""A branch instead of abs."""

import numpy as np


def mae(y, y_hat):
    r = y - y_hat
    return np.where(r < 0, -r, r).mean()
