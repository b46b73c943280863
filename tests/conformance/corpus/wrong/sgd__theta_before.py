"""Stores theta before the step."""
# mistake: before_the_step

import numpy as np


def sgd(theta, grads, *, eta=0.01):
    path = []
    for g in grads:
        path.append(theta)
        theta = theta - eta * g
    return np.array(path)
