"""The diagonal only."""
# mistake: diagonal_only

import numpy as np


def softmax_jacobian(z):
    e = np.exp(z - z.max(-1, keepdims=True))
    s = e / e.sum(-1, keepdims=True)
    return np.stack([np.diag(r * (1 - r)) for r in s])
