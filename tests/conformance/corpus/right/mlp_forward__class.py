"""Layer objects in a network object."""
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


class Layer:
    def __init__(self, weights, bias, name):
        self.weights, self.bias, self.function = weights, bias[:, None], ACTIVATIONS[name]

    def __call__(self, a):
        return self.function(self.weights @ a + self.bias)


class Network:
    def __init__(self, *layers):
        self.layers = layers

    def __call__(self, x):
        a = x.reshape(len(x), -1)
        for layer in self.layers:
            a = layer(a)
        return a.reshape(-1, *x.shape[1:])


def mlp_forward(Ws, bs, x, activation="sigmoid", output="sigmoid"):
    names = [activation] * (len(Ws) - 1) + [output]
    return Network(*map(Layer, Ws, bs, names))(x)
