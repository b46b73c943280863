"""Polyak's heavy ball."""
# expects: convention

import numpy as np


def momentum(theta, grads, *, alpha=0.01, beta=0.9):
    v = np.zeros_like(theta)
    path = []
    for g in grads:
        v = beta * v + g
        theta = theta - alpha * v
        path.append(theta)
    return np.array(path)
