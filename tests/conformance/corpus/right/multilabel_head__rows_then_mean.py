"""Row means averaged."""

import numpy as np


def multilabel_head(y, z):
    s = 1 - 2 * y
    return np.mean([np.logaddexp(0, t * v).mean() for t, v in zip(s, z)])
