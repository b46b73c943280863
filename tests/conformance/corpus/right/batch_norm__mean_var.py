"""np.mean and np.var."""
# allows: inaccurate: squares overflow at extremes

import numpy as np


def batch_norm(x, gamma, beta, *, epsilon=1e-5):
    return gamma * (x - np.mean(x, axis=0)) / np.sqrt(np.var(x, axis=0) + epsilon) + beta
