"""With softmax minus y."""
# allows: inaccurate: p - y cancels

import numpy as np


def multiclass_head(y, z):
    true = z[np.arange(len(z)), y.argmax(-1)]
    return np.logaddexp.reduce(z - true[:, None], axis=-1).sum()


def multiclass_head_gradient(y, z):
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True) - y
