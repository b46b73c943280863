"""Steps by the gradient's sign."""
# mistake: sign_only

import numpy as np


def sgd(theta, grads, *, eta=0.01):
    return theta - eta * np.cumsum(np.sign(grads), axis=0)
