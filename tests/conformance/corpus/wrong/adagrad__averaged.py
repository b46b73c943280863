"""The mean of the squares instead of their sum."""
# mistake: averaged

import numpy as np


def adagrad(theta, grads, *, eta=0.01, epsilon=1e-8):
    G = np.zeros_like(theta)
    path = []
    for t, g in enumerate(grads, start=1):
        G = G + g**2
        theta = theta - eta / np.sqrt(G / t + epsilon) * g
        path.append(theta)
    return np.array(path)
