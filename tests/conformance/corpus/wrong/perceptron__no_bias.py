"""The bias is forgotten."""
# mistake: missing_bias

import numpy as np


def perceptron(w, x, b):
    return int(np.dot(w, x) >= 0)
