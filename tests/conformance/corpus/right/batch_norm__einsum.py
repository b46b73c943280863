"""einsum for both sums."""
# allows: inaccurate: squares overflow at extremes

import numpy as np


def batch_norm(x, gamma, beta, *, epsilon=1e-5):
    n = len(x)
    centred = x - np.einsum("bf->f", x) / n
    variance = np.einsum("bf,bf->f", centred, centred) / n
    return np.einsum("f,bf,f->bf", gamma, centred, (variance + epsilon) ** -0.5) + beta
