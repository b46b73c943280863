"""Two loops."""
# allows: inaccurate: squares overflow at extremes

import math

import numpy as np


def batch_norm(x, gamma, beta, eps=1e-5):
    rows, features = x.shape
    out = np.zeros((rows, features))
    for f in range(features):
        mean = sum(x[i, f] for i in range(rows)) / rows
        variance = sum((x[i, f] - mean) ** 2 for i in range(rows)) / rows
        for i in range(rows):
            out[i, f] = gamma[f] * (x[i, f] - mean) / math.sqrt(variance + eps) + beta[f]
    return out
