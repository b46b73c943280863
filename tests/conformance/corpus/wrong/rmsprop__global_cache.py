"""The cache outlives the call."""

import numpy as np


cache = {}


def rmsprop(theta, grads, *, eta=0.001, beta=0.9, epsilon=1e-8):
    path = []
    for g in grads:
        E = beta * cache.get(theta.shape, 0.0) + (1 - beta) * g**2
        cache[theta.shape] = E
        theta = theta - eta / np.sqrt(E + epsilon) * g
        path.append(theta)
    return np.array(path)
