"""The learning rate is left out."""
# mistake: without_rate

import numpy as np


def sgd(theta, grads, *, eta=0.01):
    return theta - np.cumsum(grads, axis=0)
