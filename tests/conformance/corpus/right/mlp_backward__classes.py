"""Layer objects with forward and backward, in rows inside."""
# allows: inaccurate: digits are lost where a unit saturates

import numpy as np


class Dense:
    def __init__(self, W, b):
        self.W, self.b = W.T, b

    def forward(self, x):
        self.x = x
        self.a = 1 / (1 + np.exp(-(x @ self.W + self.b)))
        return self.a

    def backward(self, upstream):
        delta = upstream * self.a * (1 - self.a)
        self.dW = self.x.T @ delta
        self.db = delta.sum(axis=0)
        return delta @ self.W.T


def mlp_backward(Ws, bs, x, y):
    rows, targets = np.atleast_2d(x.T), np.atleast_2d(y.T)
    layers = [Dense(W, b) for W, b in zip(Ws, bs)]
    out = rows
    for layer in layers:
        out = layer.forward(out)
    error = (out - targets) / (out * (1 - out)) / len(rows)
    for layer in layers[::-1]:
        error = layer.backward(error)
    return [layer.dW.T for layer in layers], [layer.db for layer in layers]
