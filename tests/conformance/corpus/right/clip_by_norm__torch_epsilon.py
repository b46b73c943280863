"""A millionth beside the norm."""
# expects: convention
# allows: inaccurate: squares overflow at extremes

import numpy as np


def clip_by_norm(g, *, c=1.0):
    scale = c / (np.linalg.norm(g.ravel()) + 1e-6)
    return g * min(scale, 1.0)
