"""A class that keeps its own counter."""

import numpy as np


class Adam:
    def __init__(self, eta=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.eta, self.beta1, self.beta2, self.epsilon = eta, beta1, beta2, epsilon
        self.m = self.v = 0.0
        self.t = 0

    def update(self, theta, g):
        self.t += 1
        self.m = self.beta1 * self.m + (1 - self.beta1) * g
        self.v = self.beta2 * self.v + (1 - self.beta2) * g**2
        m_hat = self.m / (1 - self.beta1**self.t)
        v_hat = self.v / (1 - self.beta2**self.t)
        return theta - self.eta * m_hat / (np.sqrt(v_hat) + self.epsilon)


def adam(theta, grads, **kwargs):
    optimizer = Adam(**kwargs)
    path = []
    for g in grads:
        theta = optimizer.update(theta, g)
        path.append(theta)
    return np.array(path)
