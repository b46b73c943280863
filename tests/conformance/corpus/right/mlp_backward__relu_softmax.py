"""ReLU, softmax and categorical cross-entropy, as it likes them."""
# expects: convention
# allows: inaccurate: a*(1 - a) from the rounded output loses its digits where a unit saturates

import numpy as np


def mlp_backward(Ws, bs, x, y):
    x, y = x.reshape(len(x), -1), y.reshape(len(y), -1)
    activations = [x]
    for W, b in zip(Ws[:-1], bs[:-1]):
        activations.append(np.maximum(0, W @ activations[-1] + b[:, None]))
    z = Ws[-1] @ activations[-1] + bs[-1][:, None]
    e = np.exp(z - z.max(axis=0))
    delta = (e / e.sum(axis=0) * y.sum(axis=0) - y) / x.shape[1]
    dWs, dbs = [], []
    for l in range(len(Ws) - 1, -1, -1):
        dWs.append(delta @ activations[l].T)
        dbs.append(delta.sum(axis=1))
        delta = (Ws[l].T @ delta) * (activations[l] > 0)
    return dWs[::-1], dbs[::-1]
