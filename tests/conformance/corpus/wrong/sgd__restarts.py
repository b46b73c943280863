"""Each step starts from the first theta."""
# mistake: from_the_start

import numpy as np


def sgd(theta, grads, *, eta=0.01):
    return np.array([theta - eta * g for g in grads])
