"""The two roots are exchanged."""
# mistake: fraction_upside_down

import numpy as np


def adadelta(theta, grads, *, rho=0.9, epsilon=1e-6):
    s = np.zeros_like(theta)
    D = np.zeros_like(theta)
    path = []
    for g in grads:
        s = rho * s + (1 - rho) * g**2
        r = np.sqrt(s + epsilon) / np.sqrt(D + epsilon) * g
        theta = theta - r
        D = rho * D + (1 - rho) * r**2
        path.append(theta)
    return np.array(path)
