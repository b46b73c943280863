"""The one is missing."""
# mistake: one_lost

import numpy as np


def softplus(z):
    return np.log(np.exp(z))
