"""Alpha on both branches."""
# mistake: alpha_on_both_branches

import numpy as np


def elu(z, alpha=1.0):
    return alpha * np.where(z > 0, z, np.exp(z) - 1)
