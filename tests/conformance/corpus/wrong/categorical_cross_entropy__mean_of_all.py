"""np.mean of everything."""
# mistake: mean_over_the_classes

import numpy as np


def categorical_cross_entropy(y, y_hat):
    return -np.mean(y * np.log(y_hat))
