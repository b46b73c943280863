"""Arguments exchanged."""
# mistake: arguments_swapped

import numpy as np


def kl_divergence(y, y_hat):
    return np.sum(y_hat * np.log(y_hat / y))
