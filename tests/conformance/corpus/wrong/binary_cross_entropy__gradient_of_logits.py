"""Gradient in the logits instead of the probabilities."""

import numpy as np


def binary_cross_entropy(y, y_hat):
    return -np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))


def binary_cross_entropy_gradient(y, y_hat):
    return (y_hat - y) / len(y)
