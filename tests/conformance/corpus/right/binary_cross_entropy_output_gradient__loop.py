"""One number at a time."""
# allows: inaccurate: differences cancel at extremes

import numpy as np


def binary_cross_entropy_output_gradient(y_true, y_pred):
    out = np.empty(np.shape(y_pred))
    for i in np.ndindex(out.shape):
        out[i] = -y_true[i] / y_pred[i] + (1 - y_true[i]) / (1 - y_pred[i])
    return out
