"""A class for the state, and both ways."""

import numpy as np


class State:
    def __init__(self, shape):
        self.gradients = np.zeros(shape)
        self.changes = np.zeros(shape)

    def copy(self):
        new = State(self.gradients.shape)
        new.gradients = self.gradients.copy()
        new.changes = self.changes.copy()
        return new


def adadelta_step(theta, g, state=None, rho=0.9, epsilon=1e-6):
    state = State(np.shape(theta)) if state is None else state.copy()
    state.gradients = rho * state.gradients + (1 - rho) * np.square(g)
    change = np.sqrt(state.changes + epsilon) / np.sqrt(state.gradients + epsilon) * g
    state.changes = rho * state.changes + (1 - rho) * np.square(change)
    return theta - change, state


def adadelta(theta, grads, rho=0.9, epsilon=1e-6):
    state, path = None, []
    for g in grads:
        theta, state = adadelta_step(theta, g, state, rho, epsilon)
        path.append(theta)
    return np.stack(path)
