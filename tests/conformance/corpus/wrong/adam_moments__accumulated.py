"""The new terms lack their weight."""
# mistake: not_averaged

import numpy as np


def adam_moments(theta, grads, *, beta1=0.9, beta2=0.999):
    m = v = np.zeros_like(theta)
    ms, vs = [], []
    for g in grads:
        m = beta1 * m + g
        v = beta2 * v + g**2
        ms.append(m)
        vs.append(v)
    return np.array(ms), np.array(vs)
