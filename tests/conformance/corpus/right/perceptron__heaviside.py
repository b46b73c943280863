"""np.heaviside with one at zero."""

import numpy as np


def perceptron(w, x, b):
    return np.heaviside(w @ x + b, 1.0)
