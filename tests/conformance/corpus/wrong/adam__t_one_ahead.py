"""Counts steps from two."""
# mistake: t_one_ahead

import math

import numpy as np


def adam(theta, grads, *, eta=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    path = np.empty(grads.shape)
    for where in np.ndindex(theta.shape):
        x, m, v = float(theta[where]), 0.0, 0.0
        for i in range(len(grads)):
            t = i + 2
            g = float(grads[i][where])
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * g**2
            x -= eta * (m / (1 - beta1**t)) / (math.sqrt(v / (1 - beta2**t)) + epsilon)
            path[(i, *where)] = x
    return path
