"""Hyperparameter under its own name."""

import numpy as np


def sgd(params, gradients, lr):
    history = np.empty_like(gradients)
    for i, grad in enumerate(gradients):
        params = params - lr * grad
        history[i] = params
    return history
