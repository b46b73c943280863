"""Only the step; a tuple."""

import numpy as np


def adam_step(theta, g, state=None, eta=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v, t = state or (0.0, 0.0, 0)
    t += 1
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g**2 - v)
    update = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + epsilon)
    return theta - eta * update, (m, v, t)
