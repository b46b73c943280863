"""log(1 + exp(z)) - y*z."""

import numpy as np


def binary_head(y, z):
    return np.mean(np.log(1 + np.exp(z)) - y * z)
