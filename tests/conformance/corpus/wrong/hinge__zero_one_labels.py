"""Converts labels that are signs already."""
# mistake: labels_taken_for_zero_and_one

import numpy as np


def hinge(y, y_hat):
    return np.mean(np.maximum(0, 1 - (2 * y - 1) * y_hat))
