"""The state is lost."""
# mistake: state_not_kept

import numpy as np


def rmsprop_step(theta, g, state, *, eta=0.001, beta=0.9, epsilon=1e-8):
    E = np.zeros_like(theta)
    if state is not None:
        E = E + state
    E = beta * E + (1 - beta) * g**2
    return theta - eta / np.sqrt(E + epsilon) * g, np.zeros_like(E)
