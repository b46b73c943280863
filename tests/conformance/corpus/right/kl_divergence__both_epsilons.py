"""Epsilon added to both, as on many pages."""
# allows: inaccurate: the epsilons shift every result a little

import numpy as np


def kl_divergence(p, q, eps=1e-10):
    p, q = p + eps, q + eps
    return np.sum(p * np.log(p / q))
