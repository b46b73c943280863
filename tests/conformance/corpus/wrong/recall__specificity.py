"""The negative class's recall."""
# mistake: negative_class

import numpy as np


def recall(y, y_hat):
    return np.sum((1 - y) * (1 - y_hat)) / max(np.sum(1 - y), 1)
