"""Steps with the velocity of before."""
# mistake: updated_before_velocity

import numpy as np


def momentum(theta, grads, *, alpha=0.01, beta=0.9):
    v = np.zeros_like(theta)
    path = []
    for g in grads:
        theta = theta - alpha * v
        v = beta * v + (1 - beta) * g
        path.append(theta)
    return np.array(path)
