"""The bias is forgotten."""
# mistake: missing_bias

import numpy as np


def weighted_sum(w, x, b):
    return np.dot(w, x)
