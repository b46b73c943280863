"""Without epsilon: 0/0 at zero gradients."""
# mistake: missing_epsilon

import numpy as np


def rmsprop(theta, grads, *, eta=0.001, beta=0.9, epsilon=1e-8):
    E = np.zeros_like(theta)
    path = []
    for g in grads:
        E = beta * E + (1 - beta) * g**2
        theta = theta - eta / np.sqrt(E) * g
        path.append(theta)
    return np.array(path)
