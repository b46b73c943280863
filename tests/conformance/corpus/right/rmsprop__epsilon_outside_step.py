"""Epsilon outside of the root, in a step."""
# expects: convention

import numpy as np


def rmsprop_step(theta, g, state, *, eta=0.001, beta=0.9, epsilon=1e-8):
    (E,) = state or (np.zeros(np.shape(theta)),)
    E = beta * E + (1 - beta) * np.square(g)
    return theta - eta * g / (np.sqrt(E) + epsilon), (E,)
