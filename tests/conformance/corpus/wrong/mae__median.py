"""The median."""

import numpy as np


def mae(y, y_hat):
    return np.median(np.abs(y - y_hat))
