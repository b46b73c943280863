"""Only from above."""
# mistake: lower_bound_missing

import numpy as np


def clip_by_value(g, *, c=1.0):
    return np.minimum(g, c)
