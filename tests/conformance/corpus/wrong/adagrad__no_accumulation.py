"""Only the last square."""
# mistake: not_accumulated

import numpy as np


def adagrad(weights, gradients, learning_rate, tiny):
    history = []
    squares = 0.0
    for gradient in gradients:
        squares = gradient**2
        rate = learning_rate / np.sqrt(squares + tiny)
        weights = weights - rate * gradient
        history.append(weights)
    return history
