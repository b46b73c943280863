"""The rate falls with the step's number."""
# mistake: rate_decays

import numpy as np


def sgd(theta, grads, *, eta=0.01):
    path = []
    for t, g in enumerate(grads, start=1):
        theta = theta - eta / t * g
        path.append(theta)
    return np.array(path)
