"""Converts to float32 on the way."""

import numpy as np


def identity(z):
    return z.astype(np.float32).astype(z.dtype)
