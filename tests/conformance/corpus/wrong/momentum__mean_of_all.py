"""The mean of all gradients so far."""
# mistake: plain_average

import numpy as np


def momentum(theta, grads, *, alpha=0.01, beta=0.9):
    counts = np.arange(1, len(grads) + 1).reshape(-1, *([1] * theta.ndim))
    return theta - alpha * np.cumsum(np.cumsum(grads, axis=0) / counts, axis=0)
