"""Correction folded into the rate, epsilon scaled with it."""

import numpy as np


def adam(theta, grads, lr, b1, b2, eps):
    m = v = np.zeros_like(theta)
    path = []
    for t, g in enumerate(grads, 1):
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g**2
        root = np.sqrt(1 - b2**t)
        theta = theta - lr * root / (1 - b1**t) * m / (np.sqrt(v) + eps * root)
        path.append(theta)
    return path
