"""Applies the sigmoid twice."""
# mistake: sigmoid_applied_twice

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_derivative(z):
    a = sigmoid(sigmoid(z))
    return a * (1 - a)
