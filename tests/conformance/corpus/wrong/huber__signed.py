"""Compares the signed residual."""
# mistake: signed_residual_compared

import numpy as np


def huber(y, y_hat, delta=1.0):
    e = y - y_hat
    return np.mean(np.where(e <= delta, 0.5 * e**2, delta * np.abs(e) - 0.5 * delta**2))
