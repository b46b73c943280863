"""Half of it, as many courses do."""

import numpy as np


def mse(y, y_hat):
    return 0.5 * np.mean((y - y_hat) ** 2)
