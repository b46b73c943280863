"""A step without bias correction."""
# expects: convention

import numpy as np


def adam_step(theta, g, state, *, eta=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v = state or (0.0, 0.0)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return theta - eta * m / (np.sqrt(v) + epsilon), (m, v)
