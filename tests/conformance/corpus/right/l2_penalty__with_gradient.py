"""With its gradient."""

import numpy as np


def l2_penalty(w, lam=0.01):
    return lam * np.sum(w * w)


def l2_penalty_gradient(w, lam=0.01):
    return 2 * lam * w
