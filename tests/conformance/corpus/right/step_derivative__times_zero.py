"""Integer zeros by comparison."""

import numpy as np


def step_derivative(z):
    return np.zeros_like(z, dtype=int)
