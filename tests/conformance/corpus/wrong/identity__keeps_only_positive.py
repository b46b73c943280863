"""A rectifier copied into the regression output."""
# mistake: relu_instead

import numpy as np


def identity(z):
    return np.maximum(z, 0)
