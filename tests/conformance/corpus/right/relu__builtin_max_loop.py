"""Built-in max in a loop, flat list reshaped."""

import numpy as np


def relu(z):
    return np.reshape([max(0.0, float(v)) for v in z.flat], z.shape)
