"""Searches among the sorted negatives, from both sides."""

import numpy as np


def auc_roc(y, score):
    negatives = np.sort(score[y == 0])
    positives = score[y == 1]
    below = np.searchsorted(negatives, positives, side="left")
    not_above = np.searchsorted(negatives, positives, side="right")
    return (below + not_above).sum() / (2 * len(negatives) * len(positives))
