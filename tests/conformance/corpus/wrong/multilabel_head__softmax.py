"""Softmax over labels."""
# mistake: softmax_instead

import numpy as np


def multilabel_head(y, z):
    e = np.exp(z)
    p = e / e.sum(-1, keepdims=True)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
