"""math.log in a loop, which raises at 0 and 1."""
# allows: inaccurate: Python raises ValueError at the ends of the domain

from math import log


def binary_cross_entropy(y, y_hat):
    total = 0
    for t, p in zip(y.tolist(), y_hat.tolist()):
        total += t * log(p) + (1 - t) * log(1 - p)
    return -total / len(y)
