"""A confusion matrix."""

import numpy as np


def recall(y, y_hat):
    table = np.zeros((2, 2))
    np.add.at(table, (y.astype(int), y_hat.astype(int)), 1)
    return table[1, 1] / table[1].sum()
