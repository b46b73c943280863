"""s*(1 - s), as for the sigmoid."""

import numpy as np


def softmax_jacobian(z):
    e = np.exp(z - z.max(-1, keepdims=True))
    s = e / e.sum(-1, keepdims=True)
    return s * (1 - s)
