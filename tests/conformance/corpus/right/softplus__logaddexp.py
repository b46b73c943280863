"""np.logaddexp."""

import numpy as np


def softplus(z):
    return np.logaddexp(0, z)
