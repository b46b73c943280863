"""Every number on its own, then put together."""

import numpy as np


def momentum(theta, grads, *, alpha=0.01, beta=0.9):
    start, rows = theta.ravel(), grads.reshape(len(grads), -1)
    path = np.empty_like(rows)
    for i in range(start.size):
        value, v = float(start[i]), 0.0
        for t in range(len(rows)):
            v = beta * v + (1 - beta) * float(rows[t, i])
            value -= alpha * v
            path[t, i] = value
    return path.reshape(grads.shape)
