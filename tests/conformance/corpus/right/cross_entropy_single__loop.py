"""math.log in a loop."""

import math

import numpy as np


def cross_entropy_single(z, y):
    out = []
    for p, t in zip(z.tolist(), y.tolist()):
        q = p if t else 1 - p
        out.append(-math.log(q) if t and q > 0 else math.inf if q <= 0 else -math.log1p(-p))
    return np.array(out)
