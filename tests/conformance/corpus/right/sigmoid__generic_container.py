"""Recursion over nested lists."""

import math

import numpy as np


def _rec(v):
    if isinstance(v, list):
        return [_rec(u) for u in v]
    return 1 / (1 + math.exp(-v)) if v > -709 else math.exp(v)


def sigmoid(z):
    return np.array(_rec(z.tolist()))
