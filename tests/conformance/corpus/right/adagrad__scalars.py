"""One number at a time."""

import math

import numpy as np


def adagrad(theta, grads, *, eta=0.01, epsilon=1e-8):
    path = np.array(grads, dtype=float)
    for where in np.ndindex(theta.shape):
        value, total = theta[where], 0.0
        for t in range(len(grads)):
            total += grads[t][where] ** 2
            value -= eta / math.sqrt(total + epsilon) * grads[t][where]
            path[(t, *where)] = value
    return path
