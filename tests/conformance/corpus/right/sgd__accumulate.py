"""itertools.accumulate, without the start."""

import itertools

import numpy as np


def sgd(theta, grads, *, eta=0.01):
    path = itertools.accumulate(grads, lambda t, g: t - eta * g, initial=theta)
    return np.stack(list(path)[1:])
