"""w @ w.T summed."""
# mistake: square_of_the_sum

import numpy as np


def l2_penalty(w, lam=0.01):
    return lam * np.sum(np.outer(w, w))
