"""Only the step; the state is the velocity."""

import numpy as np


def momentum_step(theta, g, state, *, alpha=0.01, beta=0.9):
    v = np.zeros_like(g) if state is None else state
    v = beta * v + (1 - beta) * g
    return theta - alpha * v, v
