"""Trapezoids between the thresholds that differ."""

import numpy as np


def auc_roc(y, score):
    area = tpr = fpr = 0.0
    for threshold in np.unique(score)[::-1]:
        chosen = score >= threshold
        x, h = np.mean(chosen[y == 0]), np.mean(chosen[y == 1])
        area += (x - fpr) * (h + tpr) / 2
        fpr, tpr = x, h
    return area
