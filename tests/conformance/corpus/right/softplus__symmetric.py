"""z/2 + abs(z)/2 + log1p."""
# allows: inaccurate: NaN from infinity minus infinity

import numpy as np


def softplus(z):
    return 0.5 * z + 0.5 * np.abs(z) + np.log1p(np.exp(-np.abs(z)))
