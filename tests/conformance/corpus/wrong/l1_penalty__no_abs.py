"""Absolute value missing."""
# mistake: absolute_value_missing

import numpy as np


def l1_penalty(w, lam=0.01):
    return lam * np.sum(w)
