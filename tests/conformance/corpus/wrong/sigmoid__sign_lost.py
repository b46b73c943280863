"""The minus in the exponent is missing."""
# mistake: sign_lost

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(z))
