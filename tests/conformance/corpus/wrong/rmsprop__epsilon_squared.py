"""Adds the square of epsilon."""
# mistake: epsilon_squared

import numpy as np


def rmsprop(theta, grads, *, eta=0.001, beta=0.9, epsilon=1e-8):
    theta, E = theta.copy(), np.zeros_like(theta)
    path = np.empty_like(grads)
    for i, g in enumerate(grads):
        E += (1 - beta) * (g**2 - E)
        theta -= eta * (g / np.sqrt(E + epsilon**2))
        path[i] = theta
    return path
