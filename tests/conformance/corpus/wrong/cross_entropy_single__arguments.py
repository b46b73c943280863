"""Target first, against the printed order."""
# mistake: arguments_swapped

import numpy as np


def cross_entropy_single(y, z):
    p = np.clip(z, 1e-15, 1 - 1e-15)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))
