"""einsum with an ellipsis."""
# allows: inaccurate: large terms cancel in the sum

import numpy as np


def dense_backward(W, a_prev, delta):
    a, d = a_prev.reshape(len(a_prev), -1), delta.reshape(len(delta), -1)
    dW = np.einsum("ob,ib->oi", d, a)
    db = np.einsum("ob->o", d)
    return dW, db, np.einsum("oi,o...->i...", W, delta)
