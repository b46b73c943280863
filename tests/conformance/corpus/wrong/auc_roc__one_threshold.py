"""One threshold at one half."""
# mistake: one_threshold

import numpy as np


def auc_roc(y, score):
    tpr = np.mean(score[y == 1] >= 0.5)
    fpr = np.mean(score[y == 0] >= 0.5)
    return (1 + tpr - fpr) / 2
