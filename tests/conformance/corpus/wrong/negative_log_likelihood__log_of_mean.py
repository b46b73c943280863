"""Logarithm of the mean."""
# mistake: log_of_the_mean

import numpy as np


def negative_log_likelihood(y, y_hat):
    return -np.log(np.mean(y_hat[np.arange(len(y)), y]))
