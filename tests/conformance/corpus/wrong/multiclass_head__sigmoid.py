"""Sigmoids that do not compete."""
# mistake: sigmoid_instead

import numpy as np


def multiclass_head(y, z):
    return -np.sum(y * np.log(1 / (1 + np.exp(-z))))
