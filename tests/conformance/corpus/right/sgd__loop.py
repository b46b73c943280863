"""One step after the other."""

import numpy as np


def sgd(theta, grads, *, eta=0.01):
    path = []
    for g in grads:
        theta = theta - eta * g
        path.append(theta)
    return np.array(path)
