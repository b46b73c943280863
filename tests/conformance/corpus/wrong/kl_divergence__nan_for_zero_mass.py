"""Skips nothing and replaces NaN by one."""

import numpy as np


def kl_divergence(y, y_hat):
    return np.sum(np.nan_to_num(y * np.log(y / y_hat), nan=1.0))
