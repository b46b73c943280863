"""Half the squared error."""
# expects: convention
# allows: inaccurate: a*(1 - a) from the rounded output loses its digits where the unit saturates

import numpy as np


def chain_rule(w, x, b, y):
    a = 1 / (1 + np.exp(-(w @ x + b)))
    return (a - y) * a * (1 - a) * x
