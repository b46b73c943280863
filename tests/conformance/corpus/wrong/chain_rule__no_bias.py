"""The bias is forgotten in z."""
# mistake: bias_missing

import numpy as np


def chain_rule(w, x, b, y):
    a = 1 / (1 + np.exp(-(w @ x)))
    return 2 * (a - y) * a * (1 - a) * x
