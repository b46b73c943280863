"""Squares the mean."""
# mistake: square_of_the_mean

import numpy as np


def mse(y, y_hat):
    return np.mean(y - y_hat) ** 2
