"""The gradient lacks the factor two."""

import numpy as np


def mse(y, y_hat):
    return np.mean((y - y_hat) ** 2)


def mse_gradient(y, y_hat):
    return (y_hat - y) / len(y)
