"""Clips its input too early."""
# mistake: input_clipped

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -15, 15)))
