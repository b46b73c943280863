"""The caret of other languages is xor here."""

import numpy as np


def tanh_derivative(z):
    return 1 - np.tanh(z) ^ 2
