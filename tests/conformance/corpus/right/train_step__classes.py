"""Layer objects that update themselves."""
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
        upstream = delta @ self.W.T
        self.W = self.W - 0.1 * self.x.T @ delta
        self.b = self.b - 0.1 * delta.sum(axis=0)
        return upstream


def train_step(Ws, bs, x, y):
    rows, targets = np.atleast_2d(x.T), np.atleast_2d(y.T)
    layers = [Dense(W, b) for W, b in zip(Ws, bs)]
    out = rows
    for layer in layers:
        out = layer.forward(out)
    error = (out - targets) / (out * (1 - out)) / len(rows)
    for layer in layers[::-1]:
        error = layer.backward(error)
    return [layer.W.T for layer in layers], [layer.b for layer in layers]
