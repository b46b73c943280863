"""Only the bias gradient is averaged."""
# mistake: biases_averaged_only

import numpy as np


def dense_backward(W, a_prev, delta):
    if delta.ndim == 1:
        return np.outer(delta, a_prev), delta, W.T @ delta
    return delta @ a_prev.T, delta.mean(axis=1), W.T @ delta
