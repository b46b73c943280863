"""Gradient of the mean beside the sum."""

import numpy as np


def multiclass_head(y, z):
    z = z - z.max(-1, keepdims=True)
    return np.sum(np.log(np.exp(z).sum(-1)) - (y * z).sum(-1))


def multiclass_head_gradient(y, z):
    e = np.exp(z - z.max(-1, keepdims=True))
    return (e / e.sum(-1, keepdims=True) - y) / (2 * len(y))
