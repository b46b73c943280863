"""gamma multiplies beta, too."""
# mistake: gamma_times_shift

import numpy as np


def batch_norm(x, gamma, beta):
    mu = x.mean(axis=0, keepdims=True)
    var = np.mean(np.square(x - mu), axis=0, keepdims=True)
    return ((x - mu) / np.sqrt(var + 1e-5) + beta) * gamma
