"""Returns the one-hot of the largest."""

import numpy as np


def softmax(z):
    return np.eye(z.shape[-1])[z.argmax(axis=-1)]
