"""Labels exchanged."""
# mistake: labels_exchanged

import numpy as np


def multilabel_head(y, z):
    return np.mean(np.logaddexp(0, np.where(y > 0, z, -z)))
