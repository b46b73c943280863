"""Python's decimal numbers."""

from decimal import Decimal, getcontext

import numpy as np


def sigmoid(z):
    getcontext().prec = 40
    one = Decimal(1)
    def f(v):
        if v < 0:
            e = Decimal(v).exp()
            return float(e / (one + e))
        return float(one / (one + (-Decimal(v)).exp()))
    return np.array([f(float(v)) if np.isfinite(v) else (v > 0) * 1.0 if v == v else v for v in z.ravel()]).reshape(z.shape)
