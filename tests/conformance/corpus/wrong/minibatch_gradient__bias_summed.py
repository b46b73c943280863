"""The bias gradient is summed, not averaged."""
# mistake: biases_summed

import numpy as np


def minibatch_gradient(Ws, bs, x, y, batch):
    a = [x.T[batch]]
    for W, b in zip(Ws, bs):
        a.append(1 / (1 + np.exp(-(a[-1] @ W.T + b))))
    delta = a[-1] - y.T[batch]
    dWs, dbs = [], []
    for l in range(len(Ws) - 1, -1, -1):
        each = delta[:, :, None] * a[l][:, None, :]
        dWs.append(each.mean(axis=0))
        dbs.append(delta.sum(axis=0))
        delta = (delta @ Ws[l]) * a[l] * (1 - a[l])
    return list(reversed(dWs)), list(reversed(dbs))
