"""Plus instead of minus."""
# mistake: sign_of_the_product

import numpy as np


def hinge(y, y_hat):
    return np.mean(np.maximum(0, 1 + y * y_hat))
