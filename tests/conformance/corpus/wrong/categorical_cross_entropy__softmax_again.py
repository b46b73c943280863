"""Softmax on probabilities."""
# mistake: softmax_applied_again

import numpy as np


def categorical_cross_entropy(y, y_hat):
    e = np.exp(y_hat)
    p = e / e.sum(axis=-1, keepdims=True)
    return -np.sum(y * np.log(p))
