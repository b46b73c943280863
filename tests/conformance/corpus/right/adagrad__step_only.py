"""Only the step; the state is the sum."""

import numpy as np


def adagrad_step(theta, g, state, eta=0.01, epsilon=1e-8):
    total = g * g if state is None else state + g * g
    return theta - eta * g / np.sqrt(total + epsilon), total
