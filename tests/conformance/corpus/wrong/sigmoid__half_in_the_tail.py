"""Gives one half below -40."""

import numpy as np


def sigmoid(z):
    return np.where(z < -40, 0.5, 1 / (1 + np.exp(-z)))
