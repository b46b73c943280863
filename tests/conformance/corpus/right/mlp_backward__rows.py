"""Examples in rows, weights stored (in, out)."""
# expects: convention
# allows: inaccurate: a*(1 - a) from the rounded output loses its digits where a unit saturates

import numpy as np


def mlp_backward(Ws, bs, X, Y):
    outputs = [X]
    for W, b in zip(Ws, bs):
        outputs.append(1 / (1 + np.exp(-(outputs[-1] @ W + b))))
    delta = (outputs[-1] - Y) / len(X)
    dWs, dbs = [], []
    for W, a in zip(Ws[::-1], outputs[-2::-1]):
        dWs.append(a.T @ delta)
        dbs.append(delta.sum(axis=0))
        delta = delta @ W.T * a * (1 - a)
    return dWs[::-1], dbs[::-1]
