"""Sets large values to zero."""
# mistake: large_values_zeroed

import numpy as np


def clip_by_value(g, *, c=1.0):
    return np.where(np.abs(g) > c, 0.0, g)
