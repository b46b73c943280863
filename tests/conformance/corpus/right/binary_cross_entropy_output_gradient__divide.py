"""np.divide, signs turned."""
# allows: inaccurate: differences cancel at extremes

import numpy as np


def binary_cross_entropy_output_gradient(y, a):
    return np.divide(1 - y, 1 - a) - np.divide(y, a)
