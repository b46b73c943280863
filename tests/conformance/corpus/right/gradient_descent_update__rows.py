"""Row by row."""

import numpy as np


def gradient_descent_update(W, b, dW, db, *, alpha=0.1):
    new_W = np.array([row - alpha * change for row, change in zip(W, dW, strict=True)])
    new_b = np.array([value - alpha * change for value, change in zip(b, db, strict=True)])
    return new_W, new_b
