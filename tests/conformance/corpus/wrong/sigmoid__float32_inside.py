"""Computes in float32."""

import numpy as np


def sigmoid(z):
    return (1 / (1 + np.exp(-z.astype(np.float32)))).astype(np.float64)
