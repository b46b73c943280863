"""Takes the slope of the sigmoid."""
# mistake: sigmoid_derivative_instead

import numpy as np


def step_derivative(z):
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s)
