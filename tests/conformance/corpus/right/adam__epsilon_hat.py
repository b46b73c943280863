"""Correction folded into the rate; epsilon unscaled."""
# expects: convention

import numpy as np


def adam(theta, grads, *, eta=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = v = np.zeros_like(theta)
    path = []
    for t, g in enumerate(grads, start=1):
        rate = eta * np.sqrt(1 - beta2**t) / (1 - beta1**t)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        theta = theta - rate * m / (np.sqrt(v) + epsilon)
        path.append(theta)
    return np.array(path)
