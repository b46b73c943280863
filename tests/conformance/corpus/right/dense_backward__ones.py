"""The bias gradient as a product with ones."""
# allows: inaccurate: large terms cancel in the sum

import numpy as np


def dense_backward(W, a_prev, delta):
    d = np.atleast_2d(delta.T)
    a = np.atleast_2d(a_prev.T)
    return d.T @ a, d.T @ np.ones(len(d)), np.tensordot(W, delta, axes=(0, 0))
