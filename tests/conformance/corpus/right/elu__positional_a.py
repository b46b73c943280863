"""A parameter called a."""

import numpy as np


def elu(x, a=2.0):
    return np.array([v if v > 0 else a * np.expm1(v) for v in x.ravel()]).reshape(x.shape)
