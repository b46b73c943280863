"""Adds up single examples, sigmoids only."""
# allows: inaccurate: digits are lost where a unit saturates

import numpy as np


def minibatch_gradient(Ws, bs, x, y, batch):
    dWs, dbs = [np.zeros_like(W) for W in Ws], [np.zeros_like(b) for b in bs]
    for i in batch:
        a = [x[:, i]]
        for W, b in zip(Ws, bs):
            a.append(1 / (1 + np.exp(-(W @ a[-1] + b))))
        delta = a[-1] - y[:, i]
        for l in reversed(range(len(Ws))):
            dWs[l] += np.outer(delta, a[l]) / len(batch)
            dbs[l] += delta / len(batch)
            delta = Ws[l].T @ delta * a[l] * (1 - a[l])
    return dWs, dbs
