"""Square missing."""
# mistake: square_missing

import numpy as np


def regression_head(y, z):
    return np.mean(y - z)
