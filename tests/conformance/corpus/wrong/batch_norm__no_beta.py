"""The shift is forgotten."""
# mistake: beta_missing

import numpy as np


def batch_norm(x, gamma, beta, *, epsilon=1e-5):
    return gamma * (x - np.mean(x, axis=0)) / np.sqrt(np.var(x, axis=0) + epsilon)
