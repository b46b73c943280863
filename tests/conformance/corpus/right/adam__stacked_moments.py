"""Both moments in one array."""

import numpy as np


def adam(theta, grads, *, eta=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    betas = np.array([beta1, beta2]).reshape(2, *([1] * theta.ndim))
    moments = np.zeros((2, *theta.shape))
    path = []
    for t, g in enumerate(grads, start=1):
        moments = betas * moments + (1 - betas) * np.stack([g, g**2])
        first, second = moments / (1 - betas**t)
        theta = theta - eta * first / (np.sqrt(second) + epsilon)
        path.append(theta)
    return np.array(path)
