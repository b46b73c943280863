"""Maximum after the mean."""

import numpy as np


def hinge(y, y_hat):
    return np.maximum(0, np.mean(1 - y * y_hat))
