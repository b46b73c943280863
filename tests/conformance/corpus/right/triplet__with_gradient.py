"""With its three gradients."""
# allows: inaccurate: squares overflow and their difference is NaN

import numpy as np


def triplet(a, p, n, alpha=1.0):
    return np.maximum(0, ((a - p) ** 2).sum(1) - ((a - n) ** 2).sum(1) + alpha).mean()


def triplet_gradient(a, p, n, alpha=1.0):
    on = (((a - p) ** 2).sum(1) - ((a - n) ** 2).sum(1) + alpha > 0)[:, None] * 2 / len(a)
    return on * (n - p), on * (p - a), on * (a - n)
