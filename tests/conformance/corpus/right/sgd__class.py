"""An optimizer object, made anew for each run."""

import numpy as np


class SGD:
    def __init__(self, theta, eta):
        self.theta = theta.copy()
        self.eta = eta

    def step(self, g):
        self.theta -= self.eta * g


def sgd(theta, grads, *, eta=0.01):
    optimizer = SGD(theta, eta)
    path = []
    for g in grads:
        optimizer.step(g)
        path.append(optimizer.theta.copy())
    return np.array(path)


def sgd_step(theta, g, state=None, *, eta=0.01):
    optimizer = SGD(theta, eta)
    optimizer.step(g)
    return optimizer.theta, None
