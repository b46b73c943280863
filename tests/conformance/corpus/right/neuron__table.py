"""A table of activations."""
# allows: inaccurate: digits are lost where a unit saturates

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


ACTIVATIONS = {
    "identity": (lambda z: z, lambda z: 1.0),
    "sigmoid": (sigmoid, lambda z: sigmoid(z) * sigmoid(-z)),
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    "relu": (lambda z: max(z, 0.0), lambda z: float(z > 0)),
    "leaky_relu": (lambda z: max(z, 0.01 * z), lambda z: 1.0 if z > 0 else 0.01),
    "elu": (lambda z: z if z > 0 else np.expm1(z), lambda z: np.exp(min(z, 0))),
    "softplus": (lambda z: np.logaddexp(0, z), sigmoid),
}


def neuron(w, x, b, *, activation="sigmoid"):
    return ACTIVATIONS[activation][0](np.dot(w, x) + b)
