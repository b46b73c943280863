"""The average moved towards the gradient."""

import numpy as np


def momentum(theta, grads, learning_rate=0.01, decay=0.9):
    average = 0 * theta
    path = np.zeros(grads.shape)
    for i in range(len(grads)):
        average = average + (1 - decay) * (grads[i] - average)
        theta = theta - learning_rate * average
        path[i] = theta
    return path
