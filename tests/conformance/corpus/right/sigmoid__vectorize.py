"""np.vectorize over a scalar function."""

import math

import numpy as np


def _one(v):
    return 1 / (1 + math.exp(-v)) if v > -700 else math.exp(v)


sigmoid = np.vectorize(_one, otypes=[float])
