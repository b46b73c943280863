"""Divides by the pairs of all samples."""
# mistake: divided_by_all_pairs

import numpy as np


def auc_roc(y, score):
    gaps = score[y == 1][:, None] - score[y == 0]
    return np.sum((gaps > 0) + 0.5 * (gaps == 0)) / (len(y) * (len(y) - 1) / 2)
