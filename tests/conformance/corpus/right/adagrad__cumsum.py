"""Both sums at once."""
# allows: inaccurate: large terms cancel in the sum

import numpy as np


def adagrad(theta, grads, *, eta=0.01, epsilon=1e-8):
    G = np.cumsum(np.square(grads), axis=0)
    return theta - np.cumsum(eta * grads / np.sqrt(G + epsilon), axis=0)
