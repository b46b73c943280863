"""No shift."""

import numpy as np


def softmax_jacobian(z):
    e = np.exp(z)
    s = e / e.sum(-1, keepdims=True)
    return np.stack([np.diag(r) - np.outer(r, r) for r in s])
