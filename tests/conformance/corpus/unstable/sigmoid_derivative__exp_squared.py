"""exp(-z)/(1 + exp(-z))**2: NaN for very negative inputs."""

import numpy as np


def sigmoid_derivative(z):
    return np.exp(-z) / (1 + np.exp(-z)) ** 2
