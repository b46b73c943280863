"""Running statistics that outlive the call."""

import numpy as np


running = {}


def batch_norm(x, gamma, beta, *, epsilon=1e-5):
    mean, var = running.get(x.shape[1], (0.0, 1.0))
    mean, var = 0.9 * mean + 0.1 * x.mean(axis=0), 0.9 * var + 0.1 * x.var(axis=0)
    running[x.shape[1]] = mean, var
    return gamma * (x - mean) / np.sqrt(var + epsilon) + beta
