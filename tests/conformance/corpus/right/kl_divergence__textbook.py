"""As printed."""
# allows: inaccurate: y/y_hat overflows, and NaN from 0*log(0)

import numpy as np


def kl_divergence(y, y_hat):
    return np.sum(y * np.log(y / y_hat))
