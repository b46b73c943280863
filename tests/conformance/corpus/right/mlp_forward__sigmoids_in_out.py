"""Sigmoids, weights stored (in, out)."""
# expects: convention

import numpy as np


def mlp_forward(Ws, bs, x):
    for W, b in zip(Ws, bs):
        x = 1 / (1 + np.exp(-(np.dot(x, W) + b)))
    return x
