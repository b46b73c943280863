"""The symmetric form."""

import numpy as np


def kl_divergence(y, y_hat):
    return np.sum((y - y_hat) * np.log(y / y_hat))
