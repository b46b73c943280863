"""The largest probability."""
# mistake: largest_probability_taken

import numpy as np


def sparse_categorical_cross_entropy(y, y_hat):
    return -np.sum(np.log(y_hat.max(axis=1)))
