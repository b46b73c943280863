"""Power -1/2 and own names, by position."""

import numpy as np


def rmsprop(w, dw, lr, rho, eps):
    cache = np.zeros(w.shape)
    out = []
    for d in dw:
        cache = cache * rho + d * d * (1 - rho)
        w = w - lr * d * np.power(cache + eps, -0.5)
        out.append(w)
    return out
