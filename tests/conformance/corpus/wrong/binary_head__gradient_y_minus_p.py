"""Gradient with the wrong sign."""

import numpy as np


def binary_head(y, z):
    return np.mean(np.logaddexp(0, z) - y * z)


def binary_head_gradient(y, z):
    return (y - 1 / (1 + np.exp(-z))) / len(y)
