"""A class with step and history."""

import numpy as np


class RMSProp:
    def __init__(self, eta=0.001, beta=0.9, epsilon=1e-8):
        self.eta, self.beta, self.epsilon = eta, beta, epsilon
        self.cache = None

    def __call__(self, theta, g):
        if self.cache is None:
            self.cache = np.zeros_like(theta)
        self.cache = self.beta * self.cache + (1 - self.beta) * g**2
        return theta - self.eta * g / (self.cache + self.epsilon) ** 0.5


def rmsprop(theta, grads, **hyperparameters):
    step = RMSProp(**hyperparameters)
    path = []
    for g in grads:
        theta = step(theta, g)
        path.append(theta)
    return np.array(path)


def rmsprop_step(theta, g, state, **hyperparameters):
    step = state or RMSProp(**hyperparameters)
    copy = RMSProp(step.eta, step.beta, step.epsilon)
    copy.cache = step.cache
    return copy(theta, g), copy
