"""A decaying average, as in RMSProp."""
# mistake: decayed

import numpy as np


def adagrad(theta, grads, *, eta=0.01, epsilon=1e-8):
    G = np.zeros_like(theta)
    path = []
    for g in grads:
        G = 0.9 * G + 0.1 * g**2
        theta = theta - eta / np.sqrt(G + epsilon) * g
        path.append(theta)
    return np.array(path)
