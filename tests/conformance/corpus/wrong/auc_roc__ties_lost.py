"""A tie counts nothing."""
# mistake: ties_lost

import numpy as np


def auc_roc(y, score):
    gaps = score[y == 1][:, None] - score[y == 0]
    return np.mean((gaps > 0))
