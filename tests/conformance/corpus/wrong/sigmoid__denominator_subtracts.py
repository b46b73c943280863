"""1 - exp in the denominator."""
# mistake: denominator_subtracts

import numpy as np


def sigmoid(z):
    return 1 / (1 - np.exp(-z))
