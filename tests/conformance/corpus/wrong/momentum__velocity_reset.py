"""The velocity starts at zero in every step."""
# mistake: velocity_not_kept

import numpy as np


def momentum(theta, grads, *, alpha=0.01, beta=0.9):
    path = []
    for g in grads:
        v = np.zeros_like(theta)
        v = beta * v + (1 - beta) * g
        theta = theta - alpha * v
        path.append(theta)
    return np.array(path)
