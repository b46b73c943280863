"""The first velocity is the gradient."""
# expects: convention

import numpy as np


def momentum(theta, grads, *, alpha=0.01, beta=0.9):
    v, path = None, []
    for g in grads:
        v = g if v is None else beta * v + (1 - beta) * g
        theta = theta - alpha * v
        path.append(theta)
    return np.array(path)
