"""Softmax twice."""
# mistake: softmax_twice

import numpy as np


def multiclass_head(y, z):
    s = lambda v: np.exp(v) / np.exp(v).sum(-1, keepdims=True)
    return -np.sum(y * np.log(s(s(z))))
