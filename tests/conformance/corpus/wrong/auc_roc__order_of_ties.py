"""Sorts, and leaves ties in the order of the samples."""

import numpy as np


def auc_roc(y, score):
    order = np.argsort(-score, kind="stable")
    labels = y[order]
    above = np.cumsum(labels)
    return np.sum(above[labels == 0]) / (np.sum(labels == 1) * np.sum(labels == 0))
