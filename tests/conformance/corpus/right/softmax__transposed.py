"""Transposes twice."""
# allows: inaccurate: NaN from infinity minus infinity

import numpy as np


def softmax(z):
    e = np.exp(z.T - z.T.max(axis=0))
    return (e / e.sum(axis=0)).T
