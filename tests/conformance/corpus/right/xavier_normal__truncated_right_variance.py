"""Redrawn beyond two, and rescaled to the variance."""
# expects: convention

import numpy as np


def xavier_normal(fan_in, fan_out, *, seed):
    scale = np.sqrt(2 / (fan_in + fan_out))
    scale = scale / 0.87962566103423978
    rng = np.random.default_rng(seed)
    W = rng.normal(0.0, scale, (fan_out, fan_in))
    while np.any(far := np.abs(W) > 2 * scale):
        W[far] = rng.normal(0.0, scale, far.sum())
    return W
