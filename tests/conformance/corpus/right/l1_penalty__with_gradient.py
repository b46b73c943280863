"""With its gradient."""

import numpy as np


def l1_penalty(w, lam=0.01):
    return lam * np.abs(w).sum()


def l1_penalty_gradient(w, lam=0.01):
    return lam * np.sign(w)
