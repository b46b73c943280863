"""Switches to the line at five."""

import numpy as np


def softplus(z):
    return np.where(z > 5, z, np.log1p(np.exp(np.minimum(z, 5))))
