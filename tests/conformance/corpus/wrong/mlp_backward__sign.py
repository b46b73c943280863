"""y minus a."""
# mistake: ascent

import numpy as np


def mlp_backward(Ws, bs, x, y):
    x, y = x.reshape(len(x), -1), y.reshape(len(y), -1)
    m = x.shape[1]
    activations = [x]
    for W, b in zip(Ws, bs):
        activations.append(1 / (1 + np.exp(-(W @ activations[-1] + b.reshape(-1, 1)))))
    delta = y - activations[-1]
    dWs, dbs = [None] * len(Ws), [None] * len(Ws)
    for l in range(len(Ws) - 1, -1, -1):
        a = activations[l]
        dWs[l] = 1 / m * np.dot(delta, a.T)
        dbs[l] = 1 / m * np.sum(delta, axis=1)
        delta = np.dot(Ws[l].T, delta) * a * (1 - a)
    return dWs, dbs
