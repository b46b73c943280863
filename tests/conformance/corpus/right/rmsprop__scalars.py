"""One number at a time."""

import math

import numpy as np


def rmsprop(theta, grads, *, eta=0.001, beta=0.9, epsilon=1e-8):
    path = np.empty(grads.shape)
    for where in np.ndindex(theta.shape):
        value, mean_square = theta[where], 0.0
        for t in range(len(grads)):
            slope = grads[t][where]
            mean_square = beta * mean_square + (1 - beta) * slope * slope
            value = value - eta / math.sqrt(mean_square + epsilon) * slope
            path[(t, *where)] = value
    return path
