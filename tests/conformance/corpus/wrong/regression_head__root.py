"""Root mean square."""
# mistake: root_taken

import numpy as np


def regression_head(y, z):
    return np.mean((y - z) ** 2) ** 0.5
