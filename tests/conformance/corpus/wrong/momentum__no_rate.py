"""The rate is left out."""
# mistake: rate_missing

import numpy as np


def momentum(theta, grads, *, alpha=0.01, beta=0.9):
    t = np.arange(len(grads))
    age = t[:, None] - t
    weights = np.where(age >= 0, (1 - beta) * beta ** np.maximum(age, 0), 0.0)
    v = np.einsum("ts,s...->t...", weights, grads)
    return theta - np.cumsum(v, axis=0)
