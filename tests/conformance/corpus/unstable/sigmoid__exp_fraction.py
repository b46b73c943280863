"""exp(z)/(1 + exp(z)): NaN for large inputs."""

import numpy as np


def sigmoid(z):
    return np.exp(z) / (1 + np.exp(z))
