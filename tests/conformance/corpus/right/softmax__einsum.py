"""einsum for the sum."""
# allows: inaccurate: NaN from infinity minus infinity

import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=1)[:, None])
    return np.einsum("ij,i->ij", e, 1 / np.einsum("ij->i", e))
