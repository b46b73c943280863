"""vdot of the weights with themselves."""

import numpy as np


def l2_penalty(w, lam=0.01):
    return lam * np.vdot(w, w)
