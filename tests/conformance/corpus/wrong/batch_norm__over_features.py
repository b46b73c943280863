"""Normalizes each example: layer norm."""
# mistake: mean_over_features

import numpy as np


def batch_norm(x, gamma, beta, *, epsilon=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(var + epsilon) + beta
