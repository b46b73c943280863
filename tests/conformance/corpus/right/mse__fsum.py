"""math.fsum of a generator."""

import math


def mse(y, y_hat):
    return math.fsum((a - b) ** 2 for a, b in zip(y.tolist(), y_hat.tolist())) / len(y)
