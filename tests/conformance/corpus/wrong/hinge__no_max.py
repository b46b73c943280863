"""Maximum missing."""
# mistake: maximum_missing

import numpy as np


def hinge(y, y_hat):
    return np.mean(1 - y * y_hat)
