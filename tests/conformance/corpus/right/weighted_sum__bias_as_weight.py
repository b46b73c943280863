"""The bias is the weight of a constant input."""
# allows: inaccurate: large terms cancel in the sum

import numpy as np


def weighted_sum(w, x, b):
    return np.dot(np.append(w, b), np.append(x, 1.0))
