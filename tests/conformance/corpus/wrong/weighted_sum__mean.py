"""Averages the products."""
# mistake: mean_instead_of_sum

import numpy as np


def weighted_sum(w, x, b):
    return np.mean(w * x) + b
