"""Adds up one example after the other."""
# allows: inaccurate: large terms cancel in the sum

import numpy as np


def dense_backward(W, a_prev, delta):
    columns = a_prev.reshape(len(a_prev), -1).T
    errors = delta.reshape(len(delta), -1).T
    dW, db = np.zeros_like(W), np.zeros(len(W))
    da = []
    for a, d in zip(columns, errors, strict=True):
        dW += np.outer(d, a)
        db += d
        da.append(np.dot(d, W))
    return [dW, db, np.array(da).T.reshape(a_prev.shape)]
