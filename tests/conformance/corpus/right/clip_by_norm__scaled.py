"""The largest element is taken out of the norm."""

import numpy as np


def clip_by_norm(g, *, c=1.0):
    largest = np.abs(g).max(initial=0.0)
    if largest == 0.0:
        return np.zeros_like(g)
    unit = g / largest
    norm = np.sqrt(np.sum(unit**2))
    return g if largest * norm <= c else unit * (c / norm)
