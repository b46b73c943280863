"""Nodes of a graph, each with a backward method."""
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
LOSSES = {
    "squared_error": lambda y, a: 2 * (a - y),
    "binary_cross_entropy": lambda y, a: (a - y) / (a * (1 - a)),
    "categorical_cross_entropy": lambda y, a: -y / a,
}


class Weighted:
    def forward(self, w, x, b):
        self.x = x
        return (w * x).sum() + b

    def backward(self, upstream):
        return upstream * self.x


class Activation:
    def __init__(self, name):
        self.f, self.slope = ACTIVATIONS[name]

    def forward(self, z):
        self.z = z
        return self.f(z)

    def backward(self, upstream):
        return upstream * self.slope(self.z)


def chain_rule(w, x, b, y, activation="sigmoid", loss="squared_error"):
    first, second = Weighted(), Activation(activation)
    a = second.forward(first.forward(w, x, b))
    return first.backward(second.backward(LOSSES[loss](y, a)))
