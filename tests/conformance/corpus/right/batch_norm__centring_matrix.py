"""A centring matrix, the variance on a diagonal."""
# allows: inaccurate: squares overflow at extremes

import numpy as np


def batch_norm(x, gamma, beta, *, epsilon=1e-5):
    n = x.shape[0]
    centred = (np.eye(n) - np.full((n, n), 1 / n)) @ x
    variance = np.diag(centred.T @ centred) / n
    return centred @ np.diag(gamma / np.sqrt(variance + epsilon)) + beta
