"""Weights of all steps as a triangular matrix."""
# allows: inaccurate: large terms cancel in the sum

import numpy as np


def adam_moments(theta, grads, b1=0.9, b2=0.999):
    steps = len(grads)
    age = np.subtract.outer(np.arange(steps), np.arange(steps))
    moments = []
    for b, values in ((b1, grads), (b2, np.square(grads))):
        weights = np.tril((1 - b) * np.power(b, np.abs(age)))
        moments.append(np.tensordot(weights, values, axes=1))
    return moments
