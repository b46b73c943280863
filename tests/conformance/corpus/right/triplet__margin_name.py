"""The margin by another name."""
# allows: inaccurate: squares overflow and their difference is NaN

import numpy as np


def triplet(anchor, positive, negative, margin=0.2):
    pos = np.sum(np.square(anchor - positive), axis=-1)
    neg = np.sum(np.square(anchor - negative), axis=-1)
    return np.mean(np.maximum(pos - neg + margin, 0.0))
