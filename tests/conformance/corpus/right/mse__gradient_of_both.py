"""Gradients in target and prediction."""

import numpy as np


def mse(y, y_hat):
    return np.mean((y_hat - y) ** 2)


def mse_gradient(y, y_hat):
    g = 2 * (y_hat - y) / y.size
    return -g, g
