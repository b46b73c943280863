"""einsum for sum and outer product."""
# allows: inaccurate: large terms cancel in the sum

import numpy as np


def delta_rule(o, w, y, t, *, eta=1.0):
    d = (t - y) * (y - y**2)
    h = np.einsum("kj,k,j->j", w, d, o - o**2)
    return d, h, np.einsum("k,j->kj", eta * d, o)
