"""Four activations as somebody might write them: two are right, two are not.

Run ``nnconform run examples/my_activations.py`` to see which.
"""

import numpy as np


def relu(z):
    return np.maximum(0, z)


def tanh(z):
    return np.tanh(z)


def softplus(z):
    return np.log(1 + np.exp(z))


def elu(z, *, alpha=1.0):
    return np.where(z > 0, z, alpha * np.exp(z) - 1)
