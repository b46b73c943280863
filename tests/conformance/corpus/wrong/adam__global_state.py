"""The counter and moments outlive the call."""

import numpy as np


state = {"t": 0}


def adam(theta, grads, *, eta=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v = np.zeros_like(theta), np.zeros_like(theta)
    path = []
    for g in grads:
        state["t"] += 1
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1 ** state["t"])
        v_hat = v / (1 - beta2 ** state["t"])
        theta = theta - eta / (np.sqrt(v_hat) + epsilon) * m_hat
        path.append(theta)
    return np.array(path)
