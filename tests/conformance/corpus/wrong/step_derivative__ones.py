"""One everywhere."""
# mistake: always_one

import numpy as np


def step_derivative(z):
    return np.ones_like(z)
