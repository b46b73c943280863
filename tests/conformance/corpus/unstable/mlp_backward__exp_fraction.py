"""exp(z)/(1 + exp(z)), and the loss's own fractions."""

import numpy as np


def mlp_backward(Ws, bs, x, y):
    x, y = x.reshape(len(x), -1), y.reshape(len(y), -1)
    a = [x]
    for W, b in zip(Ws, bs):
        e = np.exp(W @ a[-1] + b[:, None])
        a.append(e / (1 + e))
    error = ((1 - y) / (1 - a[-1]) - y / a[-1]) / x.shape[1]
    dWs, dbs = [], []
    for l in range(len(Ws), 0, -1):
        delta = error * a[l] * (1 - a[l])
        dWs.insert(0, delta @ a[l - 1].T)
        dbs.insert(0, delta.sum(axis=1))
        error = Ws[l - 1].T @ delta
    return dWs, dbs
