"""The velocity lives on between calls."""

import numpy as np


velocity = {"v": 0.0}


def momentum(theta, grads, *, alpha=0.01, beta=0.9):
    path = []
    for g in grads:
        velocity["v"] = beta * velocity["v"] + (1 - beta) * g
        theta = theta - alpha * velocity["v"]
        path.append(theta)
    return np.array(path)
