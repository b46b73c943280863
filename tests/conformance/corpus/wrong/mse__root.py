"""Root mean square."""
# mistake: root_taken

import numpy as np


def mse(y, y_hat):
    return np.sqrt(np.mean((y - y_hat) ** 2))
