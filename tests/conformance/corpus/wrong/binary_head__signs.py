"""The form for labels of -1 and 1."""
# mistake: labels_taken_for_signs

import numpy as np


def binary_head(y, z):
    return np.mean(np.log1p(np.exp(-y * z)))
