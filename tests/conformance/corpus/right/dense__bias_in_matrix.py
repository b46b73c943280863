"""The bias as a further column of W."""
# allows: inaccurate: large terms cancel in the sum

import numpy as np


def dense(W, a, b):
    ones = np.ones((1, *a.shape[1:]))
    return np.column_stack([W, b]) @ np.concatenate([a, ones])
