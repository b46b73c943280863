"""np.vectorize over two numbers."""
# allows: inaccurate: differences cancel at extremes

import numpy as np


@np.vectorize
def binary_cross_entropy_output_gradient(y, a):
    return (1 - y) / (1 - a) - y / a
