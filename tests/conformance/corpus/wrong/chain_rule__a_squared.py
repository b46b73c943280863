"""a*(a - 1): the sign of the slope."""
# mistake: sign_flipped

import numpy as np


def chain_rule(weights, inputs, bias, target):
    z = bias + sum(w * x for w, x in zip(weights, inputs, strict=True))
    a = 1 / (1 + np.exp(-z))
    error = a - target
    gradient = []
    for x in inputs:
        gradient.append(2 * error * a * (a - 1) * x)
    return gradient
