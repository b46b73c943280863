"""Divides by all samples."""
# mistake: divided_by_all

import numpy as np


def recall(y, y_hat):
    return np.mean(y * y_hat)
