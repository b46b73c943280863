"""-log(sigmoid(-z))."""

import numpy as np


def softplus(z):
    return -np.log(1 / (1 + np.exp(z)))
