"""Fancy indexing."""

import numpy as np


def negative_log_likelihood(y, y_hat):
    return -np.log(y_hat[np.arange(y.size), y]).mean()
