"""max + log1p(exp(-abs(z)))."""

import numpy as np


def softplus(z):
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))
