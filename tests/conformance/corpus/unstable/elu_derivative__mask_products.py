"""Masks multiplied: infinity times zero."""

import numpy as np


def elu_derivative(z, alpha=1.0):
    return (z > 0) * 1.0 + (z <= 0) * alpha * np.exp(z)
