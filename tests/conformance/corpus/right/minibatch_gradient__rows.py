"""Examples in rows, weights stored (in, out)."""
# expects: convention
# allows: inaccurate: a*(1 - a) from the rounded output loses its digits where a unit saturates

import numpy as np


def minibatch_gradient(Ws, bs, X, Y, batch):
    a = [X[batch]]
    for W, b in zip(Ws, bs):
        a.append(1 / (1 + np.exp(-(a[-1] @ W + b))))
    delta = (a[-1] - Y[batch]) / len(batch)
    dWs, dbs = [], []
    for l in range(len(Ws) - 1, -1, -1):
        dWs.insert(0, a[l].T @ delta)
        dbs.insert(0, delta.sum(axis=0))
        delta = delta @ Ws[l].T * a[l] * (1 - a[l])
    return dWs, dbs
