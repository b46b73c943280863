"""math.e to a power."""
# allows: inaccurate: e is rounded, so large exponents lose digits

import math


def sigmoid(z):
    return 1 / (1 + math.e ** (-z))
