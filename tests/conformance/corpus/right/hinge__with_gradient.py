"""With its gradient."""

import numpy as np


def hinge(y, y_hat):
    return np.maximum(0, 1 - y * y_hat).mean()


def hinge_gradient(y, y_hat):
    return -y * (y * y_hat < 1) / len(y)
