"""einsum of labels and probabilities."""

import numpy as np


def categorical_cross_entropy(y, y_hat):
    return -np.log(np.einsum("ij,ij->i", y, y_hat)).sum()
