"""Returns the sigmoid."""
# mistake: sigmoid_instead

import numpy as np


def tanh(z):
    return 1 / (1 + np.exp(-z))
