"""Calls itself for the layers that remain."""
# allows: inaccurate: digits are lost where a unit saturates

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)


ACTIVATIONS = {
    "identity": lambda z: z,
    "sigmoid": sigmoid,
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
    "leaky_relu": lambda z: np.where(z > 0, z, 0.01 * z),
    "elu": lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0))),
    "softplus": lambda z: np.logaddexp(0, z),
    "softmax": softmax,
}


def mlp_forward(Ws, bs, x, *, activation="sigmoid", output="sigmoid"):
    bias = bs[0] if x.ndim == 1 else bs[0].reshape(-1, 1)
    z = np.dot(Ws[0], x) + bias
    if len(Ws) == 1:
        return ACTIVATIONS[output](z)
    a = ACTIVATIONS[activation](z)
    return mlp_forward(Ws[1:], bs[1:], a, activation=activation, output=output)
