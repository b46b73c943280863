"""A far smaller epsilon inside."""
# allows: inaccurate: an epsilon below the last place changes tiny probabilities only

import numpy as np


def categorical_cross_entropy(y, y_hat):
    return -np.sum(y * np.log(y_hat + 1e-20))
