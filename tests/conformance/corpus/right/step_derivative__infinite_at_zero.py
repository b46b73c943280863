"""Infinite at the jump."""

import numpy as np


def step_derivative(z):
    return np.where(z == 0, np.inf, 0.0)
