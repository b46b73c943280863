"""Negated exponent."""
# mistake: exponent_negated

import numpy as np


def softplus(z):
    return np.log(1 + np.exp(-z))
