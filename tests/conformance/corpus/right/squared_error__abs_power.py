"""math.pow of the absolute value."""

import math

import numpy as np


def squared_error(y, y_hat):
    return np.array([math.pow(abs(a - b), 2.0) if abs(a - b) < 1e154 else np.inf for a, b in zip(y, y_hat)])
