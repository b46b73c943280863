"""A small integer type."""

import numpy as np


def step(z):
    return (z >= 0).astype(np.int8)
