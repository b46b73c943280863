"""Logarithm to base ten."""
# mistake: logarithm_to_base_ten

import numpy as np


def softplus(z):
    return np.log10(1 + np.exp(z))
