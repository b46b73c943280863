"""np.choose by a boolean."""

import numpy as np


def prelu_derivative(z, alpha):
    return np.choose(z > 0, [alpha * np.ones(z.shape), np.ones(z.shape)])
