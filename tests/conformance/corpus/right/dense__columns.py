"""One example after the other, without an activation."""
# allows: inaccurate: large terms cancel in the sum

import numpy as np


def dense(W, a, b):
    columns = a.reshape(len(a), -1).T
    outputs = np.array([[row @ column + bias for row, bias in zip(W, b)] for column in columns])
    return outputs.T.reshape(len(b), *a.shape[1:])
