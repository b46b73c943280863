"""One number at a time."""

import math

import numpy as np


def adadelta(theta, grads, decay, eps):
    path = np.zeros_like(grads)
    for where in np.ndindex(theta.shape):
        x, s, d = float(theta[where]), 0.0, 0.0
        for t in range(len(grads)):
            g = float(grads[t][where])
            s = decay * s + (1 - decay) * g**2
            dx = math.sqrt(d + eps) / math.sqrt(s + eps) * g
            d = decay * d + (1 - decay) * dx**2
            x -= dx
            path[(t, *where)] = x
    return path
