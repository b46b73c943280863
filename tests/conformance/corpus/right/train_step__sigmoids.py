"""Sigmoids, one step at the default rate."""
# allows: inaccurate: digits are lost where a unit saturates

import numpy as np


def train_step(Ws, bs, x, y):
    x, y = x.reshape(len(x), -1), y.reshape(len(y), -1)
    a = [x]
    for W, b in zip(Ws, bs):
        a.append(1 / (1 + np.exp(-(W @ a[-1] + b[:, None]))))
    delta = (a[-1] - y) / x.shape[1]
    new_Ws, new_bs = list(Ws), list(bs)
    for l in range(len(Ws) - 1, -1, -1):
        new_Ws[l] = Ws[l] - 0.1 * delta @ a[l].T
        new_bs[l] = bs[l] - 0.1 * delta.sum(axis=1)
        delta = Ws[l].T @ delta * a[l] * (1 - a[l])
    return new_Ws, new_bs
