"""Does not subtract one."""
# mistake: one_not_subtracted

import numpy as np


def elu(z, alpha=1.0):
    return np.where(z > 0, z, alpha * np.exp(z))
