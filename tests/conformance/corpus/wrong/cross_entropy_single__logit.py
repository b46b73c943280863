"""Takes z for a logit."""
# mistake: z_taken_for_a_logit

import numpy as np


def cross_entropy_single(z, y):
    p = 1 / (1 + np.exp(-z))
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))
