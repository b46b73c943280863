"""One-norm of the flattened weights."""

import numpy as np


def l1_penalty(w, lam=0.01):
    return lam * np.linalg.norm(np.ravel(w), 1)
