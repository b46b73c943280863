"""The bias taken for a threshold."""
# mistake: bias_subtracted

import numpy as np


def perceptron(w, x, b):
    return int(np.dot(w, x) >= b)
