"""Both ways, with a dictionary."""

import numpy as np


def adagrad_step(theta, g, state, *, eta=0.01, epsilon=1e-8):
    total = (state["sum"] if state else 0) + g**2
    return theta - eta * (total + epsilon) ** -0.5 * g, {"sum": total}


def adagrad(theta, grads, *, eta=0.01, epsilon=1e-8):
    state = {}
    path = []
    for g in grads:
        theta, state = adagrad_step(theta, g, state, eta=eta, epsilon=epsilon)
        path.append(theta)
    return np.array(path)
