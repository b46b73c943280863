"""The square of the average gradient."""
# mistake: square_of_the_average

import numpy as np


def rmsprop(theta, grads, *, eta=0.001, beta=0.9, epsilon=1e-8):
    average, path = np.zeros_like(theta), []
    for g in grads:
        average = beta * average + (1 - beta) * g
        theta = theta - eta / np.sqrt(average**2 + epsilon) * g
        path.append(theta)
    return np.array(path)
