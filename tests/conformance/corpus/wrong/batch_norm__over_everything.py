"""One mean and variance for all features."""
# mistake: mean_over_everything

import numpy as np


def batch_norm(x, gamma, beta, *, epsilon=1e-5):
    return gamma * (x - np.mean(x)) / np.sqrt(np.var(x) + epsilon) + beta
