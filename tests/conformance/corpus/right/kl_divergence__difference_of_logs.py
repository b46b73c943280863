"""log y - log y_hat."""

import numpy as np


def kl_divergence(y, y_hat):
    with np.errstate(all="ignore"):
        return np.sum(np.where(y > 0, y * (np.log(np.where(y > 0, y, 1)) - np.log(y_hat)), 0))
