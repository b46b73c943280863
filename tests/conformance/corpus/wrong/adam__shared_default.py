"""A default argument that remembers."""

import numpy as np


def adam_step(theta, g, state, eta=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, kept={"t": 0}):
    m, v = state or (0.0, 0.0)
    kept["t"] += 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1 ** kept["t"]), v / (1 - beta2 ** kept["t"])
    return theta - eta * m_hat / (np.sqrt(v_hat) + epsilon), (m, v)
