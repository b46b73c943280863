"""The mean of the predictions for positive labels."""

import numpy as np


def recall(y, y_hat):
    return np.mean(y_hat[y == 1])
