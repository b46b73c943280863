"""0*log(0) by one-hot labels."""

import numpy as np


def negative_log_likelihood(y, y_hat):
    return -np.mean(np.sum(np.eye(y_hat.shape[1])[y] * np.log(y_hat), axis=1))
