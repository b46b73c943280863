"""Running sums of x and x**2."""

import numpy as np


def batch_norm(x, gamma, beta, epsilon=1e-5):
    n = len(x)
    total, squares = x.sum(axis=0), np.einsum("bf,bf->f", x, x)
    variance = np.clip((squares - total**2 / n) / n, 0, None)
    return (x - total / n) * (gamma / np.sqrt(variance + epsilon)) + beta
