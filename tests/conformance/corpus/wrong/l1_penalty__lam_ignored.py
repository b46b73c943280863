"""Factor missing."""
# mistake: factor_missing

import numpy as np


def l1_penalty(w, lam=0.01):
    return np.abs(w).sum()
