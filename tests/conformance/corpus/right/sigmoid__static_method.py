"""A static method of a class of activations."""
# allows: inaccurate: exp(-z) overflows where the result is subnormal

import numpy as np


class Activations:
    @staticmethod
    def sigmoid(x):
        return np.reciprocal(1.0 + np.exp(-x))


sigmoid = Activations.sigmoid
