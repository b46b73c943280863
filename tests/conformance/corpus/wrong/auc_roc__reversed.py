"""Negatives above positives."""
# mistake: reversed

import numpy as np


def auc_roc(y, score):
    gaps = score[y == 1][:, None] - score[y == 0]
    return np.mean((gaps < 0) + 0.5 * (gaps == 0))
