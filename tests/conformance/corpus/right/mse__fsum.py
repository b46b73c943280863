"""math.fsum of a generator."""
# allows: inaccurate: Python raises OverflowError where an array would give infinity

import math


def mse(y, y_hat):
    return math.fsum((a - b) ** 2 for a, b in zip(y.tolist(), y_hat.tolist())) / len(y)
