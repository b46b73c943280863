"""1 - 1/(1 + exp(z)): cancels for negative inputs."""

import numpy as np


def sigmoid(z):
    return 1 - 1 / (1 + np.exp(z))
