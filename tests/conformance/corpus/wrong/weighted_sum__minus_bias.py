"""The bias taken for a threshold."""
# mistake: bias_subtracted

import numpy as np


def weighted_sum(w, x, b):
    return np.dot(w, x) - b
