"""Without epsilon: 0/0 for constant features."""
# mistake: missing_epsilon

import numpy as np


def batch_norm(x, gamma, beta, *, epsilon=1e-5):
    return gamma * (x - np.mean(x, axis=0)) / np.std(x, axis=0) + beta
