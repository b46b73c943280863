"""As printed."""
# allows: inaccurate: large terms cancel in the sum

import numpy as np


def weighted_sum(w, x, b):
    return np.sum(w * x) + b
