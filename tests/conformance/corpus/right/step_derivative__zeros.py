"""Zeros."""

import numpy as np


def step_derivative(z):
    return np.zeros(z.shape)
