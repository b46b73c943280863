"""The sign of the input."""
# mistake: sign_of_the_input

import numpy as np


def relu_derivative(z):
    return np.sign(z)
