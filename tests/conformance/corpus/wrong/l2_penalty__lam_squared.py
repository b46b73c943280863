"""Factor inside the square."""
# mistake: factor_squared

import numpy as np


def l2_penalty(w, lam=0.01):
    return np.sum((lam * w) ** 2)
