"""Target minus output."""
# mistake: sign_flipped

import numpy as np


def chain_rule(w, x, b, y):
    a = 1 / (1 + np.exp(-(w @ x + b)))
    return 2 * (y - a) * a * (1 - a) * x
