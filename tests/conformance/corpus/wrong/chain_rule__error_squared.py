"""The loss instead of its derivative."""
# mistake: loss_instead_of_derivative

import numpy as np


def chain_rule(w, x, b, y):
    a = 1 / (1 + np.exp(-(w @ x + b)))
    return (a - y) ** 2 * a * (1 - a) * x
