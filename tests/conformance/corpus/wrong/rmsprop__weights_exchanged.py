"""beta weighs the new square."""
# mistake: weights_swapped

import numpy as np


def rmsprop(theta, grads, *, eta=0.001, beta=0.9, epsilon=1e-8):
    E = np.zeros_like(theta)
    path = []
    for g in grads:
        E = (1 - beta) * E + beta * g**2
        theta = theta - eta / np.sqrt(E + epsilon) * g
        path.append(theta)
    return np.array(path)
