"""The gradient as a vector-Jacobian product of ones is zero; Jacobian by einsum."""
# allows: inaccurate: NaN from infinity minus infinity

import numpy as np


def softmax(z):
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)
