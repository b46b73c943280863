"""Another slope and no way to change it."""
# mistake: alpha_ignored

import numpy as np


def leaky_relu(z):
    return np.where(z > 0, z, 0.2 * z)
