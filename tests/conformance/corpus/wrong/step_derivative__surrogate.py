"""The straight-through window."""
# mistake: one_inside_a_window

import numpy as np


def step_derivative(z):
    return np.where(np.abs(z) <= 1, 1.0, 0.0)
