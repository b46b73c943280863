"""Steps with the average of before."""
# mistake: updated_before_state

import numpy as np


def rmsprop(theta, grads, *, eta=0.001, beta=0.9, epsilon=1e-8):
    E = np.zeros_like(theta)
    path = []
    for g in grads:
        theta = theta - eta / np.sqrt(E + epsilon) * g
        E = beta * E + (1 - beta) * g**2
        path.append(theta)
    return np.array(path)
