"""Copies first; the error is handed back before the update."""
# allows: inaccurate: digits are lost where a unit saturates

import numpy as np


def train_step(Ws, bs, x, y):
    Ws, bs = [W.copy() for W in Ws], [b.copy() for b in bs]
    x, y = x.reshape(len(x), -1), y.reshape(len(y), -1)
    a = [x]
    for W, b in zip(Ws, bs):
        a.append(1 / (1 + np.exp(-(W @ a[-1] + b[:, None]))))
    delta = (a[-1] - y) / x.shape[1]
    for l in reversed(range(len(Ws))):
        upstream = (Ws[l].T @ delta) * a[l] * (1 - a[l])
        Ws[l] -= 0.1 * (delta @ a[l].T)
        bs[l] -= 0.1 * delta.sum(axis=1)
        delta = upstream
    return Ws, bs
