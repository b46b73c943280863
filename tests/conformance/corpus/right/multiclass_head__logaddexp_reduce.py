"""logaddexp.reduce of differences."""
# allows: inaccurate: NaN from infinity minus infinity

import numpy as np


def multiclass_head(y, z):
    true = z[np.arange(len(z)), y.argmax(-1)]
    return np.logaddexp.reduce(z - true[:, None], axis=-1).sum()
