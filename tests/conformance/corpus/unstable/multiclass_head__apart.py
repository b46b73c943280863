"""Naive softmax and logarithm."""

import numpy as np


def multiclass_head(y, z):
    e = np.exp(z)
    return -np.sum(y * np.log(e / e.sum(-1, keepdims=True)))
