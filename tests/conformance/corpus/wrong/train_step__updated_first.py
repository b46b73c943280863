"""Updates W before the error passes through it."""

import numpy as np


def train_step(Ws, bs, x, y, *, alpha=0.1, steps=1):
    Ws, bs = [W.copy() for W in Ws], [b.copy() for b in bs]
    x, y = x.reshape(len(x), -1), y.reshape(len(y), -1)
    for _ in range(steps):
        a = [x]
        for W, b in zip(Ws, bs):
            a.append(1 / (1 + np.exp(-(W @ a[-1] + b[:, None]))))
        delta = (a[-1] - y) / x.shape[1]
        for l in reversed(range(len(Ws))):
            Ws[l] -= alpha * (delta @ a[l].T)
            bs[l] -= alpha * delta.sum(axis=1)
            delta = (Ws[l].T @ delta) * a[l] * (1 - a[l])
    return Ws, bs
