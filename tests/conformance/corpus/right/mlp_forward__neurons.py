"""Neuron by neuron, sigmoids only."""
# allows: inaccurate: digits are lost where a unit saturates

import numpy as np


def neuron(weights, bias, inputs):
    z = bias
    for w, a in zip(weights, inputs, strict=True):
        z = z + w * a
    return 1 / (1 + np.exp(-z))


def mlp_forward(Ws, bs, x):
    a = list(x)
    for W, b in zip(Ws, bs, strict=True):
        a = [neuron(weights, bias, a) for weights, bias in zip(W, b, strict=True)]
    return np.array(a)
