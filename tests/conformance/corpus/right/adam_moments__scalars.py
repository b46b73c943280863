"""One number at a time, in place."""
# allows: inaccurate: infinity minus infinity once a square has overflown

import numpy as np


def adam_moments(theta, grads, *, beta1=0.9, beta2=0.999):
    m, v = np.empty_like(grads), np.empty_like(grads)
    for where in np.ndindex(theta.shape):
        first = second = 0.0
        for t in range(len(grads)):
            g = grads[t][where]
            first += (1 - beta1) * (g - first)
            second += (1 - beta2) * (g**2 - second)
            m[(t, *where)], v[(t, *where)] = first, second
    return m, v
