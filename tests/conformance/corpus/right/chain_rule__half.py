"""Half the squared error."""
# expects: convention

import numpy as np


def chain_rule(w, x, b, y):
    a = 1 / (1 + np.exp(-(w @ x + b)))
    return (a - y) * a * (1 - a) * x
