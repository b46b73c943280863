"""A sigmoid: not a decision."""
# mistake: soft

import numpy as np


def perceptron(w, x, b):
    return 1 / (1 + np.exp(-(np.dot(w, x) + b)))
