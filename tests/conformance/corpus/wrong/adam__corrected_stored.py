"""The corrected moments are kept."""
# mistake: corrected_moments_kept

import numpy as np


def adam(theta, grads, *, eta=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = np.zeros_like(theta)
    v = np.zeros_like(theta)
    path = []
    for t, g in enumerate(grads, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m = m / (1 - beta1**t)
        v = v / (1 - beta2**t)
        theta = theta - eta / (np.sqrt(v) + epsilon) * m
        path.append(theta)
    return np.array(path)
