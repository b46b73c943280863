"""Squares the sum of gradients."""
# mistake: square_of_the_sum

import numpy as np


def adagrad(theta, grads, *, eta=0.01, epsilon=1e-8):
    G = np.cumsum(grads, axis=0) ** 2
    return theta - np.cumsum(eta * grads / np.sqrt(G + epsilon), axis=0)
