"""Shifts the numerator only."""
# mistake: shifted_in_the_numerator_only

import numpy as np


def softmax(z):
    return np.exp(z - z.max(axis=-1, keepdims=True)) / np.exp(z).sum(axis=-1, keepdims=True)
