"""One if all are right."""
# mistake: all_or_nothing

import numpy as np


def accuracy(y, y_hat):
    return float(np.array_equal(y, y_hat))
