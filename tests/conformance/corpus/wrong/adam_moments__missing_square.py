"""The second moment lacks the square."""

import numpy as np


def adam_moments(theta, grads, *, beta1=0.9, beta2=0.999):
    m = v = np.zeros_like(theta)
    ms, vs = [], []
    for g in grads:
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g
        ms.append(m)
        vs.append(v)
    return np.array(ms), np.array(vs)
