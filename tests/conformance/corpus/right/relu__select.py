"""np.select."""

import numpy as np


def relu(z):
    return np.select([z > 0], [z], default=0.0)
