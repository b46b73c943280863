"""The bias gradient is not summed."""
# mistake: batch_not_summed

import numpy as np


def dense_backward(W, a_prev, delta):
    if delta.ndim == 1:
        return np.outer(delta, a_prev), delta, W.T @ delta
    return delta @ a_prev.T, delta, W.T @ delta
