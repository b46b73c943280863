"""Without epsilon: 0/0 at zero gradients."""
# mistake: missing_epsilon

import numpy as np


def adam(theta, grads, *, eta=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m = np.zeros_like(theta)
    v = np.zeros_like(theta)
    path = []
    for t, g in enumerate(grads, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        theta = theta - eta / (np.sqrt(v_hat)) * m_hat
        path.append(theta)
    return np.array(path)
