"""0.5*(1 + tanh(z/2))."""
# allows: inaccurate: the sum cancels in the negative tail

import numpy as np


def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))
