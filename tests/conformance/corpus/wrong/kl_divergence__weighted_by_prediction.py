"""Wrong weight."""
# mistake: weighted_by_the_prediction

import numpy as np


def kl_divergence(y, y_hat):
    return np.sum(y_hat * np.log(y / y_hat))
