"""Sums the gradients."""

import numpy as np


def adagrad(theta, grads, *, eta=0.01, epsilon=1e-8):
    G = np.zeros_like(theta)
    path = []
    for g in grads:
        G = G + g
        theta = theta - eta / np.sqrt(G + epsilon) * g
        path.append(theta)
    return np.array(path)
