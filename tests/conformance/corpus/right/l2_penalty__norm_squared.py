"""Norm squared."""

import numpy as np


def l2_penalty(w, lam=0.01):
    return lam * np.linalg.norm(w.reshape(-1)) ** 2
