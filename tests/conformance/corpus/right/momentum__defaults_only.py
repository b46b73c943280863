"""Rate and decay are constants."""

import numpy as np


def momentum(theta, grads):
    v, path = np.zeros(theta.shape), []
    for g in grads:
        v = 0.9 * v + (1 - 0.9) * g
        theta = theta - 0.01 * v
        path.append(theta)
    return path
