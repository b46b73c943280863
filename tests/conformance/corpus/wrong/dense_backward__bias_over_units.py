"""The bias gradient is summed over the units."""
# mistake: bias_summed_over_units

import numpy as np


def dense_backward(W, a_prev, delta):
    if delta.ndim == 1:
        return np.outer(delta, a_prev), delta, W.T @ delta
    return delta @ a_prev.T, np.full(len(delta), delta.sum()), W.T @ delta
