"""Constants for all three."""

import numpy as np


def rmsprop(theta, grads):
    E = np.zeros_like(theta)
    path = []
    for g in grads:
        E = 0.9 * E + (1 - 0.9) * g**2
        theta = theta - 0.001 / np.sqrt(E + 1e-8) * g
        path.append(theta)
    return np.array(path)
