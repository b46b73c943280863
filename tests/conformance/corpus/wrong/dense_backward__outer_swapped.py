"""The weight gradient transposed."""
# mistake: weight_gradient_transposed

import numpy as np


def dense_backward(W, a_prev, delta):
    if delta.ndim == 1:
        return np.outer(a_prev, delta), delta, W.T @ delta
    return a_prev @ delta.T, delta.sum(axis=1), W.T @ delta
