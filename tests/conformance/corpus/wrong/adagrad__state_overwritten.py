"""Adds to the caller's state in place."""

import numpy as np


total = {}


def adagrad(theta, grads, *, eta=0.01, epsilon=1e-8):
    G = total.setdefault("G", np.zeros_like(theta))
    if G.shape != theta.shape:
        G = total["G"] = np.zeros_like(theta)
    path = []
    for g in grads:
        G += g**2
        theta = theta - eta / np.sqrt(G + epsilon) * g
        path.append(theta)
    return np.array(path)
