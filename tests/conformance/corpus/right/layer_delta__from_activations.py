"""Derivatives written in the activation."""
# allows: inaccurate: a*(1 - a) from the rounded output loses its digits in the tails

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def layer_delta(upstream, z, activation="sigmoid"):
    if activation == "sigmoid":
        a = sigmoid(z)
        slope = a - a**2
    elif activation == "tanh":
        slope = 1 - np.tanh(z) ** 2
    elif activation == "relu":
        slope = np.where(z > 0, 1, 0)
    elif activation == "leaky_relu":
        slope = np.where(z > 0, 1, 0.01)
    elif activation == "elu":
        slope = np.where(z > 0, 1, np.exp(z))
    elif activation == "softplus":
        slope = sigmoid(z)
    elif activation == "identity":
        slope = 1
    else:
        raise ValueError(activation)
    return slope * upstream
