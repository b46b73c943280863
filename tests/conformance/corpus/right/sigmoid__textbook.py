"""As printed."""
# allows: inaccurate: exp(-z) overflows where the result is subnormal

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))
