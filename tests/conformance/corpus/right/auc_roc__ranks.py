"""Mann and Whitney's ranks, ties averaged."""

import numpy as np


def auc_roc(y, score):
    values, group, counts = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[group.ravel()]
    positives = np.sum(y == 1)
    negatives = len(y) - positives
    return (ranks[y == 1].sum() - positives * (positives + 1) / 2) / (positives * negatives)
