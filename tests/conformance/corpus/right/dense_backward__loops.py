"""Every sum by hand."""
# allows: inaccurate: large terms cancel in the sum

import numpy as np


def dense_backward(W, a_prev, delta):
    rows, cols = W.shape
    a = a_prev.reshape(cols, -1)
    d = delta.reshape(rows, -1)
    batch = a.shape[1]
    dW = [[sum(d[i, k] * a[j, k] for k in range(batch)) for j in range(cols)] for i in range(rows)]
    db = [sum(d[i, k] for k in range(batch)) for i in range(rows)]
    da = [[sum(W[i, j] * d[i, k] for i in range(rows)) for k in range(batch)] for j in range(cols)]
    return np.array(dW), np.array(db), np.array(da).reshape(a_prev.shape)
