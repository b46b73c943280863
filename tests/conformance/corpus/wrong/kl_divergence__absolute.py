"""Absolute terms."""
# mistake: absolute_terms

import numpy as np


def kl_divergence(y, y_hat):
    return np.sum(np.abs(y * np.log(y / y_hat)))
