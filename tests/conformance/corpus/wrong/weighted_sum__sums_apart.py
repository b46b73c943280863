"""Sums weights and inputs apart."""
# mistake: product_of_sums

import numpy as np


def weighted_sum(w, x, b):
    return np.sum(w) * np.sum(x) + b
