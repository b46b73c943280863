"""The same array is stored at every step."""

import numpy as np


def sgd(theta, grads, *, eta=0.01):
    theta = theta.copy()
    path = []
    for g in grads:
        theta -= eta * g
        path.append(theta)
    return np.array(path)
