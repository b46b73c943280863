"""Updates theta from the moments of before."""
# mistake: updated_before_state

import numpy as np


def adam_step(theta, g, state, *, eta=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v, t = state or (np.zeros_like(theta), np.zeros_like(theta), 1)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    theta = theta - eta * m_hat / (np.sqrt(v_hat) + epsilon)
    return theta, (beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2, t + 1)
