"""Input clipped to where exp overflows."""
# allows: inaccurate: a constant in the far tail

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -709, 709)))
