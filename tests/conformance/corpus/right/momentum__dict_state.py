"""Step with a dictionary, and the whole run."""

import numpy as np


def momentum_step(theta, g, state=None, *, alpha=0.01, beta=0.9):
    state = dict(state or {"v": 0.0})
    state["v"] = beta * state["v"] + (1 - beta) * g
    return theta - alpha * state["v"], state


def momentum(theta, grads, *, alpha=0.01, beta=0.9):
    state, path = None, []
    for g in grads:
        theta, state = momentum_step(theta, g, state, alpha=alpha, beta=beta)
        path.append(theta)
    return np.stack(path)
