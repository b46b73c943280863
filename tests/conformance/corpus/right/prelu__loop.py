"""A loop over elements."""

import numpy as np


def prelu(z, alpha):
    out = z.copy()
    for i in np.ndindex(z.shape):
        if z[i] <= 0:
            out[i] = alpha * z[i]
    return out
