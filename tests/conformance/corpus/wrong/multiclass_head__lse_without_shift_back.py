"""The maximum is not added back."""

import numpy as np


def multiclass_head(y, z):
    m = z.max(-1, keepdims=True)
    return np.sum(np.log(np.exp(z - m).sum(-1)) - (y * z).sum(-1))
