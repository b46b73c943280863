"""The mean of squares minus the square of the mean."""

import numpy as np


def batch_norm(x, gamma, beta, *, epsilon=1e-5):
    mean = x.mean(axis=0)
    variance = np.maximum((x**2).mean(axis=0) - mean**2, 0)
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta
