"""The accuracy."""
# mistake: accuracy_instead

import numpy as np


def f1(y, y_hat):
    return np.mean(y == y_hat)
