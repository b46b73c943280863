"""The mean is not subtracted."""
# mistake: mean_not_subtracted

import numpy as np


def batch_norm(x, gamma, beta, *, epsilon=1e-5):
    return gamma * x / np.sqrt(np.var(x, axis=0) + epsilon) + beta
