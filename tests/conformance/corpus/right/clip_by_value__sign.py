"""The sign times the clipped size."""
# allows: inaccurate: the sign of zero is lost

import numpy as np


def clip_by_value(g, *, c=1.0):
    return np.sign(g) * np.minimum(np.abs(g), c)
