"""The Gini coefficient."""
# mistake: gini_instead

import numpy as np


def auc_roc(y, score):
    gaps = score[y == 1][:, None] - score[y == 0]
    return np.mean(np.sign(gaps))
