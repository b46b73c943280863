"""Mean square by np.average."""

import numpy as np


def regression_head(y, z):
    return np.average(np.power(y - z, 2))
