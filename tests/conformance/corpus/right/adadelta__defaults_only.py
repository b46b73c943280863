"""Constants for both."""

import numpy as np


def adadelta(theta, grads):
    rho, epsilon = 0.9, 1e-6
    s, d, path = 0.0, 0.0, []
    for g in grads:
        s = rho * s + (1 - rho) * g * g
        step = -np.sqrt((d + epsilon) / (s + epsilon)) * g
        d = rho * d + (1 - rho) * step * step
        theta = theta + step
        path.append(theta)
    return path
