"""Perceptron loss."""
# mistake: margin_missing

import numpy as np


def hinge(y, y_hat):
    return np.mean(np.maximum(0, -y * y_hat))
