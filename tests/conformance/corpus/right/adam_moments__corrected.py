"""With bias correction."""
# expects: convention
# allows: inaccurate: 1 - beta2**t cancels where beta2 is near one

import numpy as np


def adam_moments(theta, grads, *, beta1=0.9, beta2=0.999):
    m = v = np.zeros_like(theta)
    ms, vs = [], []
    for t, g in enumerate(grads, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        ms.append(m / (1 - beta1**t))
        vs.append(v / (1 - beta2**t))
    return np.array(ms), np.array(vs)
