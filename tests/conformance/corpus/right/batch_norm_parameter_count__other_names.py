"""By position, from two arrays."""

import numpy as np


def batch_norm_parameter_count(channels):
    return np.ones(channels).size + np.zeros(channels).size
