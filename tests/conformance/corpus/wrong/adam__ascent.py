"""Goes uphill."""
# mistake: ascent

import numpy as np


def adam(theta, grads, *, eta=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v = np.zeros_like(theta), np.zeros_like(theta)
    power1 = power2 = 1.0
    path = np.empty_like(grads)
    for i in range(len(grads)):
        power1 *= beta1
        power2 *= beta2
        m = beta1 * m + (1 - beta1) * grads[i]
        v = beta2 * v + (1 - beta2) * np.square(grads[i])
        theta = theta + eta * (m / (1 - power1)) / (np.sqrt(v / (1 - power2)) + epsilon)
        path[i] = theta
    return path
