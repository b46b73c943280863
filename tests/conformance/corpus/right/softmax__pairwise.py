"""One over the sum of exp(z_j - z_i)."""

import numpy as np


def softmax(z):
    return 1 / np.exp(z[:, None, :] - z[:, :, None]).sum(axis=-1)
