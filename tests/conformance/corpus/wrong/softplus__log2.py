"""Logarithm to base two."""
# mistake: logarithm_to_base_two

import numpy as np


def softplus(z):
    return np.log2(1 + np.exp(z))
