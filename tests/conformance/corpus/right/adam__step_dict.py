"""Only the step; a dictionary with m, v and t."""

import numpy as np


def adam_step(theta, g, state, *, eta=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    if state is None:
        state = {"m": np.zeros_like(theta), "v": np.zeros_like(theta), "t": 0}
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g * g
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return theta - eta * m_hat / (np.sqrt(v_hat) + epsilon), {"m": m, "v": v, "t": t}
