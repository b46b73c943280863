"""The usual epsilon."""
# allows: inaccurate: squares overflow at extremes

import numpy as np


def batch_norm(x, gamma, beta):
    mu = x.mean(axis=0, keepdims=True)
    var = np.mean(np.square(x - mu), axis=0, keepdims=True)
    return (x - mu) / np.sqrt(var + 1e-5) * gamma + beta
