"""Sigmoid and squared error."""
# allows: inaccurate: digits are lost where a unit saturates

import numpy as np


def chain_rule(w, x, b, y):
    a = 1 / (1 + np.exp(-(w @ x + b)))
    return 2 * (a - y) * a * (1 - a) * x
