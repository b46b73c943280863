"""One over the sum of exp(z_j - z_i)."""
# allows: inaccurate: NaN from infinity minus infinity

import numpy as np


def softmax(z):
    return 1 / np.exp(z[:, None, :] - z[:, :, None]).sum(axis=-1)
