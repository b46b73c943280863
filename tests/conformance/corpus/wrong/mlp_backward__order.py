"""The gradients in backward order."""

import numpy as np


def mlp_backward(Ws, bs, x, y):
    X, Y = np.atleast_2d(x.T), np.atleast_2d(y.T)
    outputs = [X]
    for W, b in zip(Ws, bs):
        outputs.append(1 / (1 + np.exp(-(outputs[-1] @ W.T + b))))
    delta = (outputs[-1] - Y) / len(X)
    dWs, dbs = [], []
    for W, a in zip(Ws[::-1], outputs[-2::-1]):
        dWs.append(delta.T @ a)
        dbs.append(delta.sum(axis=0))
        delta = delta @ W * a * (1 - a)
    return dWs, dbs
