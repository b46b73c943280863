"""Minus in front."""
# mistake: minus_in_front

import numpy as np


def kl_divergence(y, y_hat):
    return -np.sum(y * np.log(y / y_hat))
