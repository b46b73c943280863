"""Two branches."""

import numpy as np


def hinge(y, y_hat):
    return np.where(y * y_hat >= 1, 0, 1 - y * y_hat).mean()
