"""Clipped at 1e-7, samples averaged."""

import numpy as np


def categorical_cross_entropy(y_true, y_pred):
    y_pred = np.clip(y_pred, 1e-7, 1 - 1e-7)
    return np.mean(-np.sum(y_true * np.log(y_pred), axis=1))
