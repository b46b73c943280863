"""Transposed inside, one feature a row."""
# allows: inaccurate: squares overflow at extremes

import numpy as np


def batch_norm(x, gamma, beta, *, epsilon=1e-5):
    features = []
    for column, scale, shift in zip(x.T, gamma, beta, strict=True):
        centred = column - column.mean()
        features.append(scale * centred / np.sqrt((centred**2).mean() + epsilon) + shift)
    return np.stack(features, axis=1)
